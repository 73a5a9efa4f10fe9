package dev.drover.application;

import static dev.drover.application.Groups.eventually;
import static dev.drover.application.Groups.newName;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.provider.fake.FakeProvider;
import dev.drover.provider.spi.Attachment;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProvisionRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@ApplicationTest
class AttachmentTests {
    private static final String FLAVOR = """
            {"provider": "vanilla", "properties": {"attachments": [
              {"id": "data-{{member.index}}", "type": "volume"}, {"id": "10.0.0.7", "type": "address"}]}}
            """;

    @Autowired
    Groups groups;

    private final String name = newName();

    @Test
    void theyArriveWithEveryCreateAlsoOfAReplacement() {
        FakeProvider provider = groups.provider("fake");
        groups.put(name, """
                {"allocation": {"size": 2}, "instance": {"provider": "fake", "properties": {"image": "good"}}, "flavor": %s}
                """.formatted(FLAVOR)).expect(201);
        groups.converge(name);
        assertThat(requests(provider)).hasSize(2).allSatisfy(AttachmentTests::asDeclared);

        Instance stopped = provider.instances().stream()
                .filter(it -> name.equals(it.labels().get("drover.group")))
                .findFirst()
                .orElseThrow();
        provider.phase(stopped.id(), Phase.STOPPED);
        eventually().until(() -> requests(provider).size() == 3);
        asDeclared(requests(provider).getLast());

        groups.remove(name);
    }

    private List<ProvisionRequest> requests(FakeProvider provider) {
        return provider.provisioned().stream()
                .filter(it -> name.equals(it.labels().get("drover.group")))
                .toList();
    }

    private static void asDeclared(ProvisionRequest request) {
        assertThat(request.attachments())
                .containsExactly(
                        new Attachment("data-" + request.index(), "volume"), new Attachment("10.0.0.7", "address"));
    }

    @Test
    void aProviderThatCanAttachNothingRefusesThem() {
        Answer refused = groups.put(name, """
                {"allocation": {"size": 1}, "instance": {"provider": "process", "properties": {"command": ["true"]}},
                 "flavor": %s}
                """.formatted(FLAVOR)).refused(422, "validation");

        assertThat(refused.violations()).containsExactly("/flavor/properties/attachments");
        assertThat(refused.text("/violations/0/message"))
                .isEqualTo("the provider 'process' has no attachments: leave them out, or choose a provider that has");
        groups.get("/v1/groups/" + name).refused(404, "not-found");
    }
}
