package dev.drover.application;

import static dev.drover.application.Groups.eventually;
import static dev.drover.application.Groups.newName;
import static dev.drover.application.Groups.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.application.Follower.Sent;
import dev.drover.history.History;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Following what happens: everything, in one order, once. */
@ApplicationTest
@Timeout(120) // a stream that should have been refused would never end
class EventStreamTests {
    private static final String STREAM = "/v1/events/stream";

    @Autowired
    Groups groups;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    DataSource database;

    @Autowired
    History history;

    @LocalServerPort
    int port;

    private final String name = newName();

    @Test
    void itShowsWhatHappensFromNowOnAsItIsListed() {
        groups.put(newName(), spec(0)).expect(201);
        try (Follower follower = follow("", null)) {
            groups.put(name, spec(2)).expect(201);
            groups.converge(name);
            List<JsonNode> listed = listed();
            eventually()
                    .until(() -> follower.ids()
                            .containsAll(listed.stream()
                                    .map(it -> it.path("id").asString())
                                    .toList()));

            assertThat(follower.ids())
                    .isEqualTo(stored("true", follower.ids().getFirst())
                            .subList(0, follower.ids().size()));
            List<Sent> ours = follower.events().stream()
                    .filter(it -> it.text("group").equals(name))
                    .toList();
            List<JsonNode> shown = ours.stream().map(Sent::data).toList();
            assertThat(shown).doesNotHaveDuplicates().containsAll(listed);
            assertThat(listed()).as("with what happened meanwhile").containsAll(shown);
            assertThat(ours).allSatisfy(it -> {
                assertThat(it.id()).isEqualTo(it.text("id"));
                assertThat(it.event()).isEqualTo(it.text("type"));
            });
            assertThat(ours.getFirst().event()).isEqualTo("GroupDeclared");
            assertThat(follower.response().headers().firstValue("Content-Type"))
                    .contains("text/event-stream;charset=UTF-8");
            assertThat(follower.response().headers().firstValue("Cache-Control"))
                    .contains("no-store");
            assertThat(follower.response().headers().firstValue("X-Accel-Buffering"))
                    .contains("no");
        }
    }

    @Test
    void onlyWhatIsAskedForIsShown() {
        String other = newName();
        try (Follower ofGroup = follow("?group=" + declared(), null);
                Follower ofType = follow("?type=GroupScaled&type=GroupPaused", null);
                Follower ofBoth = follow("?type=GroupScaled&group=" + name, null)) {
            groups.put(other, spec(0)).expect(201);
            groups.post("/v1/groups/" + other + "/scale", "{\"size\": 1}").expect(200);
            groups.post("/v1/groups/" + name + "/scale", "{\"size\": 1}").expect(200);
            groups.post("/v1/groups/" + name + "/pause", "{}").expect(200);
            eventually()
                    .until(() -> ofType.events().size() >= 3 && ofGroup.events().size() >= 2);
            ofBoth.awaitHeartbeats();
            assertThat(ofType.events().stream().map(it -> it.event() + it.text("group")))
                    .containsExactly("GroupScaled" + other, "GroupScaled" + name, "GroupPaused" + name);
            assertThat(ofGroup.events())
                    .allSatisfy(it -> assertThat(it.text("group")).isEqualTo(name));
            assertThat(ofGroup.events().stream().map(Sent::event)).contains("GroupScaled", "GroupPaused");
            assertThat(ofBoth.events().stream().map(Sent::event)).containsExactly("GroupScaled");
        }
    }

    @Test
    void whatIsCommittedLateIsNeitherSkippedNorShownInTheWrongPlace() throws SQLException {
        try (Follower all = follow("", null);
                Follower ofGroup = follow("?group=" + declared(), all.last());
                Connection first = database.getConnection();
                Connection second = database.getConnection();
                Statement early = first.createStatement();
                Statement late = second.createStatement()) {
            first.setAutoCommit(false);
            early.execute(insert("begun first, committed last"));
            late.execute(insert("begun last, committed first"));
            all.awaitHeartbeats();
            ofGroup.awaitHeartbeats();
            first.commit();
            late.execute(insert("afterwards"));
            first.setAutoCommit(true);
            for (Follower follower : List.of(all, ofGroup)) {
                eventually().until(() -> follower.messages().contains("afterwards"));
                assertThat(follower.messages().stream().filter(it -> it.matches("begun.*|afterwards")))
                        .containsExactly("begun first, committed last", "begun last, committed first", "afterwards");
            }
        }
    }

    @Test
    void oneWhoComesAgainMissesNothingAndSeesNothingTwice() throws SQLException {
        List<String> seen = new ArrayList<>();
        String last = newest();
        String first = last;
        for (int round = 0; round < 5; round++) {
            int many = 150 * round; // more than one page, in the end
            jdbc.sql(insert("round " + round) + " from generate_series(1, " + many + ")")
                    .update();
            try (Follower follower = follow("?group=" + declared(), last)) {
                jdbc.sql(insert("open " + round)).update();
                int at = round;
                eventually().until(() -> follower.messages().contains("open " + at));
                jdbc.sql(insert("closed " + round)).update();
                seen.addAll(follower.ids());
                last = follower.ids().getLast();
            }
        }
        try (Follower follower = follow("?group=" + name, last)) {
            eventually().until(() -> follower.messages().contains("closed 4"));
            seen.addAll(follower.ids());
        }
        assertThat(seen).hasSizeGreaterThan(1500).isEqualTo(stored("group_name = '" + name + "'", first));
    }

    @Test
    void aQuietStreamSaysWhereItStands() {
        try (Follower follower = follow("?group=" + declared(), null)) {
            String begin = follower.last();
            assertThat(begin).matches("[0-9]+\\.[0-9]+");
            String other = jdbc.sql(insert("of another") + " returning tx || '.' || id")
                    .query(String.class)
                    .single();
            jdbc.sql("update event set group_name = 'another' where tx || '.' || id = :id")
                    .param("id", other)
                    .update();
            eventually().until(() -> new Place(follower.last()).compareTo(new Place(other)) >= 0);
            assertThat(follower.messages()).doesNotContain("of another");
        }
    }

    @Test
    void theStreamOfANameGoesOnWithTheNextGroupOfThatName() {
        groups.put(name, spec(0)).expect(201);
        groups.converge(name);
        try (Follower follower = follow("?group=" + name + "&type=GroupDeclared&type=GroupDeleted", null)) {
            groups.remove(name);
            groups.put(name, spec(0)).expect(201);
            eventually().until(() -> follower.events().size() == 2);
            assertThat(follower.events().stream().map(Sent::event)).containsExactly("GroupDeleted", "GroupDeclared");
        }
        groups.remove(name);
        try (Follower follower = follow("?group=" + name + "&type=GroupDeleted", "0.0")) {
            eventually().until(() -> follower.events().size() == 2);
        }
    }

    @Test
    void fromTheBeginningIsFromTheOldestThatIsKept() {
        jdbc.sql(insert("old")).update();
        String oldest = jdbc.sql("select tx || '.' || id from event order by event.tx, event.id limit 1")
                .query(String.class)
                .single();
        try (Follower follower = follow("", "0.0")) {
            eventually().until(() -> !follower.ids().isEmpty());
            assertThat(follower.ids().getFirst()).isEqualTo(oldest);
        }
    }

    @Test
    void onePlaceIsTheLastThatCanBeResumedAfterSomethingWasForgotten() {
        String before = newest();
        String forgotten = jdbc.sql(
                        insert("to be forgotten").replace("now()", "'1999-01-01'") + " returning tx || '.' || id")
                .query(String.class)
                .single();
        eventually().until(() -> history.forget(Instant.parse("2000-01-01T00:00:00Z"), 10) == 1);
        Answer refused = groups.get(STREAM, "Last-Event-ID", before).refused(410, "gone");
        assertThat(refused.text("/detail")).contains(before, "forgotten", "0.0");
        follow("", forgotten).close();
        follow("", "0.0").close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"999999999999.1", "18446744073709551615.1", "999999999999.0"})
    void aPlaceThatThisDatabaseNeverHadIsGone(String last) {
        assertThat(groups.get(STREAM, "Last-Event-ID", last)
                        .refused(410, "gone")
                        .text("/detail"))
                .contains(last, "restored");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"x", "1", "1.", ".1", "-1.2", "1.-2", "1.2.3", "18446744073709551616.1", "1.9223372036854775808"
            })
    void aPlaceThatIsNoneIsRefused(String last) {
        assertThat(groups.get(STREAM, "Last-Event-ID", last)
                        .refused(400, "malformed")
                        .text("/detail"))
                .contains("874.20");
    }

    @Test
    void whatCannotBeAnsweredIsRefused() {
        groups.get(STREAM + "?group=" + newName()).refused(404, "not-found");
        groups.get(STREAM + "?group=No").refused(404, "not-found");
        groups.get(STREAM + "?type=Nonsense").refused(400, "malformed");
        groups.get(STREAM + "?actor=me").refused(400, "malformed");
        assertThat(groups.get(STREAM, "Accept", "application/json")
                        .refused(406, "malformed")
                        .text("/detail"))
                .contains("text/event-stream");
        groups.get(STREAM + "?group=No", "Accept", "text/event-stream").refused(404, "not-found");
        groups.get(STREAM, "Accept", "text/event-stream", "Last-Event-ID", "x").refused(400, "malformed");
        assertThat(groups.send("HEAD", STREAM, BodyPublishers.noBody()).status())
                .isEqualTo(200);
    }

    private List<JsonNode> listed() {
        return groups.get("/v1/events?limit=500&group=" + name)
                .json()
                .path("items")
                .valueStream()
                .toList();
    }

    private Follower follow(String query, @Nullable String last) {
        return Follower.of(port, query, last);
    }

    private String declared() {
        groups.put(name, spec(0));
        return name;
    }

    private String insert(String message) {
        return "insert into event (group_name, type, at, message) select '" + name + "', 'GroupScaled', now(), '"
                + message + "'";
    }

    private String newest() {
        groups.put(name, spec(0)).expect(201);
        groups.converge(name);
        try (Follower follower = follow("", null)) {
            return follower.last();
        }
    }

    /** In the order of the stream. */
    private List<String> stored(String condition, String after) {
        Place place = new Place(after);
        return jdbc
                .sql("select tx || '.' || id from event where " + condition + " order by event.tx, event.id")
                .query(String.class)
                .list()
                .stream()
                .filter(it -> new Place(it).compareTo(place) >= 0)
                .filter(it -> condition.equals("true") || new Place(it).compareTo(place) > 0)
                .toList();
    }

    private record Place(long tx, long id) implements Comparable<Place> {
        Place(String text) {
            this(
                    Long.parseLong(text.substring(0, text.indexOf('.'))),
                    Long.parseLong(text.substring(text.indexOf('.') + 1)));
        }

        @Override
        public int compareTo(Place other) {
            return tx == other.tx ? Long.compare(id, other.id) : Long.compare(tx, other.tx);
        }
    }
}
