package dev.drover.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.TestPostgres;
import dev.drover.history.EventStream.Start;
import dev.drover.history.EventStream.Wanted;
import dev.drover.web.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Where history can be read on, and where that would leave a gap. */
@Tag("postgres")
class SettledHistoryTests {
    private static final Instant LONG_AGO = Instant.parse("2000-01-01T00:00:00Z");

    private final DataSource database = TestPostgres.freshDatabase();
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final SettledHistory history = new SettledHistory(jdbc);
    private final History writer = new History(jdbc);
    private final TransactionTemplate transactions = new TransactionTemplate(new JdbcTransactionManager(database));
    private final RestoredHistory restored = new RestoredHistory(jdbc, transactions);

    @Test
    void whatATransactionMayStillGetInFrontOfIsNotSettled() {
        write("settled", "now()");
        transactions.executeWithoutResult(running -> {
            write("running", "now()");
            CompletableFuture.runAsync(() -> JdbcClient.create(database)
                            .sql("insert into event (type, at, message) values ('x', now(), 'committed')")
                            .update())
                    .join();
            assertThat(settled()).containsExactly("settled");
        });
        assertThat(settled()).containsExactly("settled", "running", "committed");
    }

    @Test
    void aRestoredHistoryIsBeforeAllThatHappensHereAndInItsOldOrder() {
        write("settled here", "now()");
        Position here = history.bounds().newest();
        restored("second", "20000000001", 7);
        restored("third", "20000000001", 9);
        restored("first", "20000000000", 8);
        assertThat(settled()).containsExactly("settled here");
        assertThat(messages()).containsExactly("settled here", "first", "second", "third");

        restored.start();
        write("new", "now()");
        assertThat(settled()).isEqualTo(messages()).containsExactly("settled here", "first", "second", "third", "new");
        List<String> ids = jdbc.sql("select tx || '.' || id from event order by event.tx, event.id")
                .query(String.class)
                .list();
        restored.start();
        assertThat(jdbc.sql("select tx || '.' || id from event order by event.tx, event.id")
                        .query(String.class)
                        .list())
                .isEqualTo(ids);
        assertGone(here);
        assertGone(new Position(20000000001L, 9));
        assertThat(history.resume(Position.parse(ids.getFirst()).orElseThrow(), history.bounds()))
                .hasToString(ids.getFirst());
    }

    @Test
    void whatWasForgottenBeforeTheRestoreIsStillMissed() {
        restored("old", "20000000000", 3);
        jdbc.sql("update event_forgotten set tx = '19999999999', id = 2").update();
        restored.start();
        assertThat(settled()).containsExactly("old");
        Position old = history.bounds().newest();
        assertThat(history.resume(old, history.bounds())).isEqualTo(old);
        assertGone(new Position(2, 1));
    }

    @Test
    void oneCanGoOnWhereNothingAfterItWasForgotten() {
        write("kept", "now()");
        Position kept = history.bounds().newest();
        write("older, but written later", "'1999-01-01'");
        Position last = history.bounds().newest();
        write("kept, too", "now()");
        assertThat(history.resume(kept, history.bounds())).isEqualTo(kept);

        assertThat(writer.forget(LONG_AGO, 10)).isEqualTo(1);
        assertThat(writer.forget(LONG_AGO, 10)).isZero();
        assertGone(kept);
        assertThat(history.resume(last, history.bounds())).isEqualTo(last);
        assertThat(history.resume(Position.BEGINNING, history.bounds())).isEqualTo(Position.BEGINNING);
        assertThat(settled()).containsExactly("kept", "kept, too");
    }

    @Test
    void whatIsForgottenLaterDoesNotMoveThePlaceBack() {
        write("first", "'1999-01-01'");
        write("second", "'1998-01-01'");
        Position second = history.bounds().newest();
        assertThat(writer.forget(LONG_AGO, 1)).isEqualTo(1);
        assertThat(history.bounds().forgotten()).isEqualTo(second);
        assertThat(writer.forget(LONG_AGO, 1)).isEqualTo(1);
        assertThat(history.bounds()).isEqualTo(new SettledHistory.Bounds(second, second));
    }

    @Test
    void nothingIsForgottenThatNobodyCouldSee() {
        transactions.executeWithoutResult(running -> {
            write("running", "now()");
            CompletableFuture.runAsync(() -> {
                        JdbcClient other = JdbcClient.create(database);
                        other.sql("insert into event (type, at, message) values ('x', '1999-01-01', 'old')")
                                .update();
                        assertThat(new History(other).forget(LONG_AGO, 1)).isZero();
                    })
                    .join();
        });
        assertThat(writer.forget(LONG_AGO, 1)).isEqualTo(1);
    }

    @Test
    @Timeout(30)
    void aStreamEndsWhenItsReaderMissedWhatWasForgotten() throws Exception {
        for (int i = 0; i < 500; i++) {
            write("old " + i, "'1999-01-01'");
        }
        write("new", "now()");
        StreamSettings settings = new StreamSettings(1, Duration.ofSeconds(10), Duration.ofMillis(10));
        Tail tail = new Tail(history, settings);
        Forgetful out = new Forgetful();
        try (Tail.Reader reader = tail.enter().orElseThrow()) {
            assertThat(tail.enter()).isEmpty();
            Start start = new Start(Position.BEGINNING, history.bounds().forgotten());
            new EventStream(
                            history,
                            reader,
                            new ServerSentEvents(out, JsonMapper.shared()),
                            settings.heartbeat(),
                            new Wanted(null, Set.of()),
                            start)
                    .run();
        }
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("\"old 0\"", "\"old 199\"")
                .doesNotContain("\"new\"");
        assertThat(tail.enter()).isPresent();
    }

    /** A reader so slow that everything is forgotten while it takes the first page. */
    private final class Forgetful extends ByteArrayOutputStream {
        @Override
        public void flush() throws IOException {
            super.flush();
            if (size() > 1000) {
                writer.forget(LONG_AGO, 1000);
            }
        }
    }

    private void assertGone(Position place) {
        assertThatThrownBy(() -> history.resume(place, history.bounds()))
                .isInstanceOf(Problem.class)
                .hasMessageContaining(place.toString());
    }

    private void write(String message, String at) {
        jdbc.sql("insert into event (type, at, message) values ('x', " + at + ", '" + message + "')")
                .update();
    }

    private void restored(String message, String tx, long id) {
        jdbc.sql("insert into event (tx, id, type, at, message) values (:tx::xid8, :id, 'x', now(), :message)")
                .param("tx", tx)
                .param("id", id)
                .param("message", message)
                .update();
    }

    private List<String> settled() {
        return history.between(Position.BEGINNING, history.bounds().newest(), null, 1000).events().stream()
                .map(EventView::message)
                .toList();
    }

    private List<String> messages() {
        return jdbc.sql("select message from event order by tx, id")
                .query(String.class)
                .list();
    }
}
