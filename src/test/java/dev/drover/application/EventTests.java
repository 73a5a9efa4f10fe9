package dev.drover.application;

import static dev.drover.application.Groups.newName;
import static dev.drover.application.Groups.spec;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What happened to all groups, and only what is asked for. */
@ApplicationTest
@Tag("postgres")
class EventTests {
    @Autowired
    Groups groups;

    @Autowired
    JdbcClient jdbc;

    private final String name = newName();

    @Test
    void eventsOfAllGroupsAreListedNewestFirst() {
        String other = newName();
        groups.put(name, spec(0)).expect(201);
        groups.put(other, spec(0)).expect(201);
        Answer listed = groups.get("/v1/events?type=GroupDeclared&limit=2").expect(200);
        assertThat(listed.items("/group")).containsExactly(other, name);
        assertThat(groups.get("/v1/events?limit=2")
                        .expect(200)
                        .json()
                        .path("next")
                        .isString())
                .isTrue();
        assertThat(groups.get("/v1/events", "Accept", "application/yaml")
                        .expect(200)
                        .body())
                .startsWith("---\nitems:");
    }

    @Test
    void filtersAreCombined() {
        groups.put(name, spec(2)).expect(201);
        groups.converge(name);
        String member = groups.members(name).getFirst();
        String all = "/v1/events?group=" + name;
        assertThat(groups.get(all + "&limit=500").items("/id"))
                .isEqualTo(
                        groups.get("/v1/groups/" + name + "/events?limit=500").items("/id"))
                .hasSizeGreaterThan(6);
        assertThat(groups.get(all + "&type=MemberPlanned&type=InstanceProvisioned")
                        .items("/type"))
                .containsExactlyInAnyOrder(
                        "MemberPlanned", "MemberPlanned", "InstanceProvisioned", "InstanceProvisioned");
        assertThat(groups.get(all + "&member=" + member).items("/type"))
                .containsExactly("InstanceProvisioned", "InstanceRequested", "MemberPlanned");
        assertThat(groups.get("/v1/events?type=MemberPlanned&member=" + member).items("/member"))
                .containsExactly(member);
        assertThat(groups.get("/v1/groups/" + name + "/events?type=MemberPlanned&member=" + member)
                        .items("/member"))
                .containsExactly(member);
        assertThat(groups.get(all + "&actor=anonymous").items("/type")).containsExactly("GroupDeclared");
        assertThat(groups.get(all + "&actor=nobody").items("/type")).isEmpty();
        assertThat(paged(all + "&type=MemberPlanned&type=InstanceProvisioned&limit=1"))
                .isEqualTo(groups.get(all + "&type=MemberPlanned&type=InstanceProvisioned")
                        .items("/id"));
        groups.remove(name);
        assertThat(groups.get(all + "&type=GroupDeleted").items("/group")).containsExactly(name);
        assertThat(groups.get("/v1/events?member=" + member + "&type=MemberEnded")
                        .items("/member"))
                .containsExactly(member);
    }

    @Test
    void timeIsAHalfOpenInterval() {
        groups.put(name, spec(0)).expect(201);
        groups.post("/v1/groups/" + name + "/scale", "{\"size\": 1}").expect(200);
        groups.remove(name);
        String all = "/v1/events?group=" + name + "&actor=anonymous";
        List<String> at = groups.get(all).items("/at");
        assertThat(at).hasSize(3);
        assertThat(groups.get(all + "&since=" + at.get(1)).items("/type"))
                .containsExactly("GroupDeletionRequested", "GroupScaled");
        assertThat(groups.get(all + "&until=" + at.get(1)).items("/type")).containsExactly("GroupDeclared");
        assertThat(groups.get(all + "&since=" + at.get(1) + "&until=" + at.get(1))
                        .items("/type"))
                .isEmpty();
        String elsewhere =
                Instant.parse(at.get(1)).atOffset(ZoneOffset.ofHours(2)).toString();
        assertThat(groups.get(all + "&since=" + elsewhere.replace("+", "%2B")).items("/type"))
                .hasSize(2);
    }

    @Test
    void anEventMayBelongToNoGroup() {
        String actor = "by hand " + name;
        jdbc.sql(
                        "insert into event (member, type, at, actor, message) values (5, 'InstanceProvisioned', now(), :actor, 'x')")
                .param("actor", actor)
                .update();
        Answer listed =
                groups.get("/v1/events?actor=" + actor.replace(" ", "%20")).expect(200);
        assertThat(listed.items("/message")).containsExactly("x");
        assertThat(listed.json().at("/items/0/group").isNull()).isTrue();
        assertThat(listed.json().at("/items/0/member").isNull()).isTrue();
        assertThat(listed.json().at("/items/0/provenance").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "since=yesterday",
                "since=2026-07-01",
                "since=2026-07-01T12:00:00",
                "since=1782907200",
                "until=2026-07-01T12:00:00+02:00",
                "until=+999999999-12-31T23:59:59Z",
                "until=%2B999999999-12-31T23:59:59Z",
                "since=-999999999-01-01T00:00:00Z",
                "since=",
                "since=2026-07-02T00:00:00Z&until=2026-07-01T00:00:00Z",
                "type=",
                "type=groupdeclared",
                "type=%00",
                "member=web",
                "member=",
                "member=web-iiiiii",
                "actor=a%00b",
                "limit=0",
                "limit=501",
                "after=!",
                "after=",
                "kind=x",
                "name=web"
            })
    void whatCannotBeUnderstoodIsRefused(String query) {
        groups.put(name, spec(0)).expect(201);
        groups.get("/v1/events?" + query).refused(400, "malformed");
        groups.get("/v1/groups/" + name + "/events?" + query).refused(400, "malformed");
    }

    @Test
    void aRefusalSaysWhatIsMeant() {
        assertThat(groups.get("/v1/events?type=InstanceProvisoned").text("/detail"))
                .contains("GroupDeclared", "did you mean InstanceProvisioned?");
        assertThat(groups.get("/v1/events?type=Nonsense").text("/detail")).doesNotContain("did you mean");
        assertThat(groups.get("/v1/events?since=2026-07-01T12:00:00+02:00").text("/detail"))
                .contains("%2B");
        groups.get("/v1/events?group=" + newName()).refused(404, "not-found");
        groups.get("/v1/events?group=%00").refused(400, "malformed");
        groups.put(name, spec(0)).expect(201);
        groups.get("/v1/groups/" + name + "/events?group=" + name).refused(400, "malformed");
        groups.get("/v1/groups/" + name + "/events?member=other-7k3f9q").refused(400, "malformed");
    }

    private List<String> paged(String path) {
        Answer page = groups.get(path).expect(200);
        List<String> found = new ArrayList<>(page.items("/id"));
        while (page.json().path("next").isString()) {
            page = groups.get(path + "&after=" + page.text("/next")).expect(200);
            found.addAll(page.items("/id"));
        }
        return found;
    }
}
