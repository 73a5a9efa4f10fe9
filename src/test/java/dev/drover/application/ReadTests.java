package dev.drover.application;

import static dev.drover.application.Groups.newName;
import static dev.drover.application.Groups.spec;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

@ApplicationTest
class ReadTests {
    @Autowired
    Groups groups;

    private final String name = newName();

    @Test
    void aGroupIsShownWithDefaultsAndItsSpecAsDeclared() {
        groups.put(name, spec(0)).expect(201);
        Answer group = groups.get("/v1/groups/" + name).expect(200);
        assertThat(group.header("ETag")).isEqualTo("\"1\"");
        assertThat(group.header("Cache-Control")).isEqualTo("no-store");
        assertThat(group.text("/state")).isEqualTo("active");
        assertThat(group.text("/spec/allocation/max")).isEqualTo("1000");
        assertThat(group.text("/spec/flavor/provider")).isEqualTo("vanilla");
        assertThat(group.text("/spec/repair/retries")).isEqualTo("3");
        assertThat(Instant.parse(group.text("/declaredAt"))).isEqualTo(Instant.parse(group.text("/createdAt")));

        Answer spec = groups.get("/v1/groups/" + name + "/spec").expect(200);
        JsonNode declared = JsonMapper.shared().readTree(spec(0));
        assertThat(spec.json().properties()).containsAll(declared.properties());
        assertThat(spec.json().propertyNames()).containsExactlyInAnyOrder("name", "allocation", "instance");
        assertThat(spec.header("ETag")).isEqualTo("\"1\"");
        assertThat(groups.put(name, spec.body(), "If-Match", spec.header("ETag"))
                        .expect(200)
                        .text("/change"))
                .isEqualTo("none");
    }

    /** A spec may say how long members may take to start, and leave it to others to judge them. */
    @Test
    void aMemberThatNobodyProbesIsHealthyWhileItRuns() {
        groups.put(name, "{\"health\": {\"startup\": \"5m\"}," + spec(1).strip().substring(1))
                .expect(201);
        groups.converge(name);

        assertThat(groups.get("/v1/members/" + groups.members(name).getFirst())
                        .expect(200)
                        .text("/member/health/reason"))
                .isEqualTo("the instance is running");
        groups.remove(name);
    }

    @Test
    void answersCanBeYaml() {
        groups.put(name, spec(0)).expect(201);
        for (String path : List.of("", "/spec", "/members", "/events")) {
            Answer answer = groups.get("/v1/groups/" + name + path, "Accept", "application/yaml")
                    .expect(200);
            assertThat(answer.header("Content-Type")).startsWith("application/yaml");
            assertThat(YAMLMapper.shared().readTree(answer.body()).isObject()).isTrue();
            assertThat(answer.body()).doesNotStartWith("{");
        }
        String yaml = groups.get("/v1/groups/" + name + "/spec", "Accept", "application/yaml")
                .body();
        assertThat(groups.put(name, yaml, "Content-Type", "application/yaml")
                        .expect(200)
                        .text("/change"))
                .isEqualTo("none");
        assertThat(groups.get("/v1/groups", "Accept", "*/*").header("Content-Type"))
                .startsWith("application/json");
        groups.get("/v1/groups/nobody", "Accept", "application/yaml").refused(404, "not-found");
    }

    @Test
    void groupsAreListedByLabelAndByWhetherTheyAreAsDeclared() {
        String label = "shop-" + name;
        String labelled = "{\"labels\": {\"team\": \"%s\", \"tier\": \"web\"},".formatted(label)
                + spec(0).strip().substring(1);
        groups.put(name, labelled).expect(201);
        String other = newName();
        groups.put(other, spec(0)).expect(201);
        groups.converge(name);

        assertThat(names("label=team=" + label)).containsExactly(name);
        assertThat(names("label=team=" + label + "&label=tier=web")).containsExactly(name);
        assertThat(names("label=team=" + label + "&label=tier=db")).isEmpty();
        assertThat(names("label=team=" + label + "&converged=true")).containsExactly(name);
        assertThat(names("label=team=" + label + "&converged=false")).isEmpty();
        assertThat(names("limit=500")).contains(name, other).isSortedAccordingTo(Comparator.naturalOrder());
        Answer listed = groups.get("/v1/groups?label=team=" + label).expect(200);
        assertThat(listed.text("/items/0/labels/tier")).isEqualTo("web");
        assertThat(listed.text("/items/0/size/desired")).isEqualTo("0");
    }

    @Test
    void longListsComeInPages() {
        String label = "pages-" + name;
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String each = newName();
            groups.put(
                            each,
                            "{\"labels\": {\"of\": \"%s\"},".formatted(label)
                                    + spec(0).strip().substring(1))
                    .expect(201);
            all.add(each);
        }
        all.sort(Comparator.naturalOrder());
        assertThat(paged("/v1/groups?label=of=" + label + "&limit=2", "/name")).isEqualTo(all);
    }

    @Test
    void membersAreListedNewestFirstAndEndedOnesOnRequest() {
        String group = groups.converged("fake", 3);
        List<String> three = groups.members(group);
        assertThat(three).hasSize(3);
        assertThat(paged("/v1/groups/" + group + "/members?limit=1", "/id")).isEqualTo(three);

        groups.post("/v1/groups/" + group + "/scale", "{\"size\": 1}").expect(200);
        Groups.eventually().until(() -> groups.members(group).size() == 1);
        groups.post("/v1/groups/" + group + "/scale", "{\"size\": 2}").expect(200);
        Groups.eventually().until(() -> groups.members(group).size() == 2);
        assertThat(three)
                .contains(groups.members(group).getLast())
                .doesNotContain(groups.members(group).getFirst());

        Answer ended = groups.get("/v1/groups/" + group + "/members?ended=true").expect(200);
        assertThat(ended.items("/id")).hasSize(4).containsAll(three);
        assertThat(ended.items("/state")).filteredOn("ended"::equals).hasSize(2);
        groups.remove(group);
        groups.get("/v1/groups/" + group + "/members").refused(404, "not-found");
    }

    @Test
    void aMemberIsShownWithItsHistory() {
        String group = groups.converged("fake", 1);
        String id = groups.members(group).getFirst();
        Answer member = groups.get("/v1/members/" + id).expect(200);
        assertThat(member.text("/member/id")).isEqualTo(id);
        assertThat(member.text("/member/group")).isEqualTo(group);
        assertThat(member.text("/member/state")).isEqualTo("running");
        assertThat(member.text("/member/phase")).isEqualTo("running");
        assertThat(member.text("/member/health/status")).isEqualTo("healthy");
        assertThat(member.text("/member/provider")).isEqualTo("fake");
        assertThat(member.text("/member/providerId")).startsWith("fake-");
        assertThat(member.text("/member/labels/drover.member")).isEqualTo(id);
        assertThat(Instant.parse(member.text("/member/readySince")))
                .isAfter(Instant.parse(member.text("/member/boundAt")));
        assertThat(member.json().path("history").findValuesAsString("type"))
                .containsExactly("MemberPlanned", "InstanceRequested", "InstanceProvisioned");
        groups.remove(group);
        assertThat(groups.get("/v1/members/" + id)
                        .expect(200)
                        .json()
                        .path("history")
                        .findValuesAsString("type"))
                .endsWith("MemberLeaving", "InstanceDestroyed", "MemberEnded");
    }

    @Test
    void eventsAreInOrderAndEachHasAnActorOrACauseAndOutlivesTheGroup() {
        String group = groups.converged("fake", 2);
        groups.post("/v1/groups/" + group + "/scale", "{\"size\": 1}").expect(200);
        groups.converge(group);
        groups.remove(group);

        JsonNode events = groups.get("/v1/groups/" + group + "/events?limit=500")
                .expect(200)
                .json()
                .path("items");
        for (JsonNode event : events) {
            assertThat(event.path("message").asString()).isNotBlank();
            assertThat(event.path("group").asString()).isEqualTo(group);
            boolean command = event.path("type").asString().matches("GroupDeclared|GroupScaled|GroupDeletionRequested");
            assertThat(event.path("actor").isString()).as(event.toString()).isEqualTo(command);
        }
        assertThat(events.findValuesAsString("type").reversed())
                .containsSubsequence(
                        "GroupDeclared",
                        "MemberPlanned",
                        "InstanceRequested",
                        "InstanceProvisioned",
                        "ConditionRaised",
                        "GroupScaled",
                        "MemberLeaving",
                        "InstanceDestroyed",
                        "MemberEnded",
                        "GroupDeletionRequested",
                        "MemberLeaving",
                        "InstanceDestroyed",
                        "MemberEnded",
                        "GroupDeleted");
        assertThat(events.findValuesAsString("at").stream()
                        .map(Instant::parse)
                        .toList()
                        .reversed())
                .isSorted();
        assertThat(paged("/v1/groups/" + group + "/events?limit=3", "/id")).isEqualTo(events.findValuesAsString("id"));
    }

    private List<String> names(String query) {
        return groups.get("/v1/groups?" + query).expect(200).items("/name");
    }

    private List<String> paged(String path, String pointer) {
        List<String> found = new ArrayList<>();
        Answer page = groups.get(path).expect(200);
        found.addAll(page.items(pointer));
        while (page.json().path("next").isString()) {
            page = groups.get(path + "&after=" + page.text("/next")).expect(200);
            found.addAll(page.items(pointer));
        }
        return found;
    }
}
