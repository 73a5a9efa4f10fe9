package dev.drover.provider.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.provider.spi.DestroyReason;
import dev.drover.provider.spi.HostId;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderFailure.Kind;
import dev.drover.provider.spi.ProviderId;
import dev.drover.provider.spi.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class StateDirectoryTest extends ProcessFixture {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void aDirectoryThatIsHalfWrittenDoesNotHideTheOthers() throws IOException {
        Instance whole = sleeping();
        Path members = state.resolve("members");
        Files.createDirectory(members.resolve("empty"));
        Files.createDirectory(members.resolve("unreadable"));
        Files.copy(member().resolve("identity"), members.resolve("unreadable/identity"));
        Files.writeString(members.resolve("unreadable/request.json"), "{\"has");
        Files.writeString(members.resolve("unreadable/labels.json"), "");
        Files.writeString(members.resolve("file"), "");

        assertThat(listed()).containsExactly(whole);
        assertThat(provider.find(new Token("unreadable"))).isEmpty();
    }

    @Test
    void aStateDirectoryThatCannotBeReadFailsTheListing() throws IOException {
        Path other = state.resolve("other");
        ProcessProvider broken = new ProcessProvider(other);
        assertThat(listed(broken)).isEmpty();

        Files.delete(other.resolve("members"));
        assertFails(() -> listed(broken), Kind.RETRYABLE);

        Files.writeString(other.resolve("members"), "not a directory");
        assertFails(() -> listed(broken), Kind.RETRYABLE);
    }

    @Test
    void onlyTheOwnerMayLookIntoIt() throws IOException {
        sleeping();

        for (Path directory : List.of(state, member())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void aTokenThatWasDestroyedIsNotMadeAgain() {
        Instance instance = sleeping();
        destroy(instance);
        eventuallyGone();

        assertFails(this::sleeping, Kind.REJECTED);
        assertFails(() -> restarted().provision(request(TOKEN, command("sleep", "600"))), Kind.REJECTED);
        assertThat(listed()).isEmpty();
    }

    @Test
    void anOldStartScriptOfADestroyedTokenStartsNothing() throws Exception {
        Instance instance = start(shell("echo started; exec sleep 600"));
        destroy(instance);
        eventuallyGone();
        // As if a provision that was held up had only now written the directory and started its script.
        Path ended = state.resolve("ended").resolve(TOKEN);
        Files.createDirectory(member());
        Files.createDirectory(member().resolve("work"));
        Files.copy(ended.resolve("start.sh"), member().resolve("start.sh"));

        Process late = new ProcessBuilder("sh", "start.sh")
                .directory(member().toFile())
                .start();

        eventually(() -> !late.isAlive() || Files.exists(member().resolve("identity")), over -> over);
        assertThat(member().resolve("identity")).doesNotExist();
        assertThat(listed()).isEmpty();
    }

    @Test
    void directoriesOfDestroyedMembersStayForADay() {
        ProcessProvider today = at(NOON);
        Instance instance =
                today.provision(request(TOKEN, command("sleep", "600").put("stopTimeout", "0s")));
        today.destroy(instance.id(), new Token(TOKEN), DestroyReason.TERMINATE);
        eventually(() -> listed(today), List::isEmpty);
        Path ended = state.resolve("ended").resolve(TOKEN);

        listed(at(NOON.plus(Duration.ofHours(23))));
        assertThat(ended).exists();

        listed(at(NOON.plus(Duration.ofHours(25))));
        assertThat(ended).doesNotExist();
    }

    @Test
    void whatNeverBecameAMemberIsCleanedUpAfterADay() throws IOException {
        Instance instance = sleeping();
        Files.createDirectories(state.resolve("new/left/work"));
        Files.createDirectories(state.resolve("members/unclaimed/work"));

        listed(at(Instant.now().plus(Duration.ofHours(23))));
        assertThat(state.resolve("new/left")).exists();
        assertThat(state.resolve("members/unclaimed")).exists();

        assertThat(listed(at(Instant.now().plus(Duration.ofHours(25))))).containsExactly(instance);
        assertThat(state.resolve("new/left")).doesNotExist();
        assertThat(state.resolve("members/unclaimed")).doesNotExist();
    }

    @Test
    void labellingWhatIsNotThereIsRejected() {
        sleeping();

        assertFails(() -> provider.label(new ProviderId("1-0a1b2c3d"), Map.of("a", "b")), Kind.REJECTED);
    }

    @Test
    void labelsOutliveARestart() {
        Instance instance = sleeping();

        provider.label(instance.id(), Map.of("role", "web"));

        assertThat(restarted().find(new Token(TOKEN)).orElseThrow().labels()).containsEntry("role", "web");
    }

    @Test
    void aHostKeepsItsId() {
        HostId id = provider.hostId();

        assertThat(restarted().hostId()).isEqualTo(id);
        assertThat(new ProcessProvider(state.resolve("other")).hostId()).isNotEqualTo(id);
    }

    private static void assertFails(ThrowingCallable call, Kind kind) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProviderFailure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(kind));
    }
}
