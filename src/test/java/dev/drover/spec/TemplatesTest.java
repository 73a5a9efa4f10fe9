package dev.drover.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.spec.Templates.Flaw;
import dev.drover.spec.Templates.Use;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

class TemplatesTest {
    private static final MemberId MEMBER = MemberId.parse("web-00000z").orElseThrow();
    private static final TemplateContext CATTLE = new TemplateContext(
            MEMBER,
            4,
            null,
            Map.of("http", 18084),
            Map.of(
                    "team",
                    "<shop> & \"co\"",
                    "a.b",
                    "dotted",
                    "app.kubernetes.io/name",
                    "k8s",
                    "tricky",
                    "{{group.name}}"),
            5);

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
            {{group.name}}                      | web
            {{member.id}}                       | web-00000z
            {{member.index}} of {{allocation.size}} | 4 of 5
            {{ports.http}}                      | 18084
            {{labels.team}}                     | <shop> & "co"
            {{{labels.team}}}                   | <shop> & "co"
            {{&labels.team}}                    | <shop> & "co"
            {{& labels.team }}{{ group.name }}  | <shop> & "co"web
            {{labels.a.b}}                      | dotted
            {{labels.app.kubernetes.io/name}}   | k8s
            {{labels.tricky}}                   | {{group.name}}
            {"a":{"b":{{ports.http}}}}          | {"a":{"b":18084}}
            $HOME ${HOME} {x} }} { {x}          | $HOME ${HOME} {x} }} { {x}
            """)
    void variablesAreReplacedAsTheyAre(String template, String rendered) {
        assertThat(Templates.render(text(template), CATTLE)).isEqualTo(text(rendered));
    }

    @Test
    void stringsOfTheWholeTreeAreRendered() {
        var tree = json("""
                {"command": ["run", "--id={{member.id}}"], "env": {"{{key}}": "{{group.name}}"}, "cpus": 1, "x": null}
                """);

        assertThat(Templates.render(tree, CATTLE)).isEqualTo(json("""
                {"command": ["run", "--id=web-00000z"], "env": {"{{key}}": "web"}, "cpus": 1, "x": null}
                """));
        assertThat(tree.at("/env/{{key}}").stringValue()).isEqualTo("{{group.name}}");
    }

    @Test
    void everyUseIsFoundWithItsPlace() {
        var scan = Templates.scan(json("""
                {"a/b": ["{{x}} {{ y }} {{x}}"], "c": {"d~": "{{{labels.a.b}}}"}, "e": "plain", "{{no}}": 1}
                """));

        assertThat(scan.uses())
                .containsExactly(new Use("/a~1b/0", "x"), new Use("/a~1b/0", "y"), new Use("/c/d~0", "labels.a.b"));
        assertThat(scan.flaws()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "{{member.logicalId}}, member.logicalId",
        "{{ports.https}}, ports.https",
        "{{labels}}, labels",
        "{{nope}}, nope",
        "{{.}}, .",
        "{{this}}, this",
        "{{-index}}, -index"
    })
    void anUnknownVariableIsNeverAnEmptyString(String template, String variable) {
        assertThatThrownBy(() -> Templates.render(text(template), CATTLE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the template variable '" + variable + "' is unknown");
    }

    @Test
    void aPetHasItsLogicalId() {
        var pet = new TemplateContext(MEMBER, 0, "db-1", Map.of(), Map.of(), 1);

        assertThat(Templates.render(text("{{member.logicalId}}"), pet)).isEqualTo(text("db-1"));
    }

    @ParameterizedTest
    @CsvSource({
        "{{#x}}a{{/x}}",
        "{{^x}}{{/x}}",
        "{{>part}}",
        "{{! note }}",
        "{{=<% %>=}}",
        "{{ #x }}",
        "{{<p}}",
        "{{$b}}",
        "{{/x}}"
    })
    void onlyVariablesArePossible(String template) {
        assertThat(Templates.scan(text(template)).flaws())
                .singleElement()
                .extracting(Flaw::message)
                .asString()
                .endsWith(
                        "only variables like {{group.name}} are possible; there are no sections, partials, comments or "
                                + "other delimiters");
        assertThatThrownBy(() -> Templates.render(text(template), CATTLE)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"{{x", "a{{", "{{x}", "{{{x}}", "{{x {{y}}", "{{{{x}}}}", "{{{x} }}", "{{a}b}}"})
    void anUnclosedTagIsFoundWithItsPlace(String tag) {
        assertThat(Templates.scan(text("first line\nand " + tag)).flaws())
                .singleElement()
                .extracting(Flaw::message)
                .asString()
                .startsWith("no template, at line 2, column " + (5 + tag.indexOf("{{")) + ", '{{")
                .endsWith("the tag is not closed on its line, or its name holds a brace");
    }

    @ParameterizedTest
    @CsvSource({"{{}}", "{{ }}", "{{{}}}", "{{&}}"})
    void aTagNamesSomething(String template) {
        assertThat(Templates.scan(text(template)).flaws())
                .containsExactly(new Flaw(
                        "", "no template, at line 1, column 1, '" + template + "': the tag names no variable"));
    }

    private static JsonNode text(String text) {
        return JsonNodeFactory.instance.stringNode(text);
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
