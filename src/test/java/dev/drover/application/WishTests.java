package dev.drover.application;

import static dev.drover.application.Groups.eventually;
import static dev.drover.application.Groups.newName;
import static dev.drover.application.Groups.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.provider.fake.FakeProvider;
import dev.drover.provider.fake.Faults;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProviderFailure;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What people want of single members, on the running service. */
@ApplicationTest
class WishTests {
    private static final String PROTECTION = "\"protection\": {\"delete\": true}, ";

    @Autowired
    Groups groups;

    @Test
    void aMemberIsDestroyedByItsIdAndAnotherIsMade() {
        String name = groups.converged("fake", 2);
        String member = groups.members(name).getFirst();

        groups.post(member(member, "destroy"), "").expect(200);
        groups.post(member(member, "destroy"), "").expect(200);
        eventually().until(() -> !groups.members(name).contains(member));
        groups.converge(name);

        assertThat(groups.members(name)).hasSize(2);
        assertThat(types(name)).containsOnlyOnce("MemberDestroyRequested");
        assertThat(groups.get("/v1/members/" + member).expect(200).text("/member/endedBecause"))
                .contains("a person wants it destroyed");
        groups.post(member(member, "destroy"), "").refused(409, "blocked");
        groups.remove(name);
    }

    @Test
    void destroyingWithShrinkMakesTheGroupSmaller() {
        String name = groups.converged("fake", 2);
        String member = groups.members(name).getFirst();

        groups.post(member(member, "destroy"), "{\"shrink\": true}").expect(200);
        eventually().until(() -> groups.members(name).size() == 1);
        groups.converge(name);

        assertThat(groups.members(name)).doesNotContain(member);
        assertThat(groups.get("/v1/groups/" + name + "/spec").text("/allocation/size"))
                .isEqualTo("1");
        groups.post(member(member, "destroy"), "{\"shrink\": \"yes\"}").refused(409, "blocked");
        groups.post(member(groups.members(name).getFirst(), "destroy"), "{\"shrink\": \"yes\"}")
                .refused(422, "validation");
        groups.remove(name);
    }

    @Test
    void aProtectedMemberIsSparedUntilItIsProtectedNoMore() {
        String name = groups.converged("fake", 2);
        List<String> members = groups.members(name);
        members.forEach(it -> assertThat(
                        groups.post(member(it, "protect"), "").expect(200).text("/protected"))
                .isEqualTo("true"));

        groups.post(member(members.getFirst(), "destroy"), "").refused(409, "protected");
        groups.delete("/v1/groups/" + name).refused(409, "protected");
        groups.post("/v1/groups/" + name + "/scale", "{\"size\": 1}").expect(200);
        eventually().until(() -> !groups.condition(name, "ShrinkBlocked").isMissingNode());
        assertThat(groups.get("/v1/groups/" + name + "/wait")
                        .refused(409, "blocked")
                        .text("/detail"))
                .contains("ShrinkBlocked");
        assertThat(groups.get("/v1/groups/" + name + "/explain").expect(200).body())
                .contains("held or protected");

        groups.post(member(members.getFirst(), "unprotect"), "").expect(200);
        groups.converge(name);
        assertThat(groups.members(name)).containsExactly(members.get(1));
        groups.post(member(members.get(1), "unprotect"), "").expect(200);
        groups.remove(name);
    }

    @Test
    void aHeldMemberIsNotRepairedUntilItIsHeldNoMore() {
        FakeProvider provider = groups.provider("fragile");
        String name = groups.converged("fragile", 1);
        String held = groups.members(name).getFirst();
        assertThat(groups.post(member(held, "hold"), "").expect(200).text("/held"))
                .isEqualTo("true");

        provider.phase(provider.instances().getFirst().id(), Phase.STOPPED);
        eventually().until(() -> !groups.condition(name, "RepairBlocked").isMissingNode());
        assertThat(groups.members(name)).containsExactly(held);

        groups.post(member(held, "unhold"), "").expect(200);
        eventually().until(() -> !groups.members(name).contains(held));
        groups.converge(name);
        assertThat(types(name)).contains("MemberHeld", "MemberUnheld");
        groups.remove(name);
    }

    @Test
    void aGroupThatIsProtectedIsNotDeleted() {
        String name = newName();
        groups.put(name, spec(0).replaceFirst("\\{", "{" + PROTECTION)).expect(201);

        assertThat(groups.delete("/v1/groups/" + name).refused(409, "protected").text("/detail"))
                .contains("protection.delete: false");

        groups.put(name, spec(0)).expect(200);
        groups.remove(name);
    }

    @Test
    void aReportFromOutsideMakesAMemberUnhealthyForAWhile() {
        String name = groups.converged("fake", 2);
        groups.post("/v1/groups/" + name + "/pause", "{\"processes\": [\"repair\"]}")
                .expect(200);
        String member = groups.members(name).getFirst();

        assertThat(report(member, "unhealthy", "1m").expect(200).text("/health/reason"))
                .isEqualTo("too slow");
        eventually().until(() -> groups.status(name).at("/size/unhealthy").asInt() == 1);
        groups.step(Duration.ofMinutes(1));
        eventually().until(() -> groups.status(name).at("/size/unhealthy").asInt() == 0);

        assertThat(groups.get("/v1/members/" + member).text("/member/health/status"))
                .isEqualTo("healthy");
        assertThat(types(name)).containsOnlyOnce("HealthReported");
        report(member, "fine", "1m").refused(422, "validation");
        assertThat(report(member, "healthy", "25h").refused(422, "validation").violations())
                .containsExactly("/ttl");
        groups.remove(name);
    }

    @Test
    void anUnhealthyReportLeadsToARepair() {
        String name = groups.converged("fake", 2);
        String member = groups.members(name).getFirst();

        report(member, "unhealthy", "1h").expect(200);
        eventually().until(() -> !groups.members(name).contains(member));
        groups.converge(name);

        assertThat(groups.members(name)).hasSize(2);
        groups.remove(name);
    }

    @Test
    void membersAreMadeAnewInSteps() {
        String name = groups.converged("fake", 2);
        List<String> before = groups.members(name);

        assertThat(recreate(name, "{\"members\": [\"" + before.getFirst() + "\"]}")
                        .expect(200)
                        .text("/members"))
                .isEqualTo("1");
        eventually().until(() -> !groups.members(name).contains(before.getFirst()));
        groups.converge(name);
        assertThat(groups.members(name)).hasSize(2).contains(before.get(1));

        groups.step(Duration.ofSeconds(1));
        recreate(name, "{\"createdBefore\": \"2999-01-01T00:00:00Z\"}").expect(200);
        groups.converge(name);
        assertThat(groups.members(name)).hasSize(2).doesNotContainAnyElementsOf(before);
        assertThat(groups.get("/v1/groups/" + name + "/rollouts").items("/state"))
                .containsExactly("succeeded", "succeeded");

        assertThat(recreate(name, "{\"members\": [\"" + before.getFirst() + "\"]}")
                        .refused(422, "validation")
                        .violations())
                .containsExactly("/members");
        recreate(name, "{\"members\": [\"other-000000\"]}").refused(422, "validation");
        recreate(name, "{\"createdBefore\": \"yesterday\"}").refused(422, "validation");
        recreate(name, "{}").refused(422, "validation");
        recreate("nobody", "{\"createdBefore\": \"2026-01-01T00:00:00Z\"}").refused(404, "not-found");
        groups.remove(name);
    }

    @Test
    void changedLabelsAreSetOnLivingInstancesAndOthersTakenAway() {
        FakeProvider provider = groups.provider("fragile");
        String name = newName();
        groups.put(name, labelled("{\"team\": \"shop\", \"tier\": \"front\"}")).expect(201);
        groups.converge(name);
        String member = groups.members(name).getFirst();

        provider.faults().fail(Faults.Call.LABEL, ProviderFailure.Kind.REJECTED);
        assertThat(groups.put(name, labelled("{\"team\": \"toys\"}"))
                        .expect(200)
                        .text("/change"))
                .isEqualTo("policy");
        eventually().until(() -> !groups.condition(name, "LabelsOutOfDate").isMissingNode());
        groups.post("/v1/groups/" + name + "/retry", "").expect(200);
        groups.converge(name);

        assertThat(groups.members(name)).containsExactly(member);
        assertThat(provider.instances().getFirst().labels())
                .containsEntry("team", "toys")
                .doesNotContainKey("tier")
                .containsEntry("drover.member", member);
        assertThat(groups.get("/v1/members/" + member)
                        .json()
                        .at("/member/labels/team")
                        .asString())
                .isEqualTo("toys");
        assertThat(types(name)).contains("LabelFailed", "MemberLabelled");
        groups.remove(name);
    }

    private static String labelled(String labels) {
        return spec("fragile", 1).replaceFirst("\\{", "{\"labels\": " + labels + ", ");
    }

    private Answer recreate(String name, String body) {
        return groups.post("/v1/groups/" + name + "/recreate", body);
    }

    private Answer report(String member, String status, String ttl) {
        return groups.post(
                member(member, "health"),
                "{\"status\": \"%s\", \"reason\": \"too slow\", \"ttl\": \"%s\"}".formatted(status, ttl));
    }

    private static String member(String id, String command) {
        return "/v1/members/" + id + "/" + command;
    }

    private List<String> types(String name) {
        return groups.events(name).stream().map(it -> it.split(" ", 2)[0]).toList();
    }
}
