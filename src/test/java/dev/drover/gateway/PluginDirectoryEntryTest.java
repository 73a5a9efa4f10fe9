package dev.drover.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.gateway.GatewaySettings.Entry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.mock.env.MockEnvironment;

class PluginDirectoryEntryTest {
    @TempDir
    Path folder;

    @Test
    void theDirectoryIsMadeForItsUserAlone() throws IOException {
        Place place = place("a/plugins");

        PluginDirectoryEntry.claimSocket(place);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(place.directory())))
                .isEqualTo("rwx------");
    }

    @Test
    void whatIsLeftOfADeadProcessIsReplaced() throws IOException {
        Place place = place("plugins");
        PluginDirectoryEntry.claimSocket(place);
        listen(place.socket()).close();
        assertThat(place.socket()).exists();

        PluginDirectoryEntry.claimSocket(place);

        assertThat(place.socket()).doesNotExist();
    }

    @Test
    void whoAnswersIsNotReplaced() throws IOException {
        Place place = place("plugins");
        PluginDirectoryEntry.claimSocket(place);
        try (ServerSocketChannel _ = listen(place.socket())) {
            assertThatThrownBy(() -> PluginDirectoryEntry.claimSocket(place))
                    .isInstanceOf(FailureAnalyzedException.class)
                    .hasMessage("the plugin directory has another plugin 'group': " + place.socket());
            assertThatThrownBy(() -> PluginDirectoryEntry.claimListenFile(place, "http://127.0.0.1:1/infrakit/group"))
                    .hasMessageContaining("has another plugin");
        }
        assertThat(Files.exists(place.socket(), LinkOption.NOFOLLOW_LINKS)).isTrue();
    }

    @Test
    void whatIsNoSocketIsNotDeleted() throws IOException {
        Place place = place("plugins");
        PluginDirectoryEntry.claimSocket(place);
        Files.writeString(place.socket(), "mine");
        assertThatThrownBy(() -> PluginDirectoryEntry.claimSocket(place)).hasMessageContaining("is no socket");
        Files.delete(place.socket());
        Files.createSymbolicLink(place.socket(), folder.resolve("elsewhere"));
        assertThatThrownBy(() -> PluginDirectoryEntry.claimSocket(place)).hasMessageContaining("is no socket");
        assertThat(Files.isSymbolicLink(place.socket())).isTrue();
    }

    @Test
    void aPathThatIsTooLongIsRefusedWithASentence() {
        assertThatThrownBy(() -> PluginDirectoryEntry.claimSocket(place("x".repeat(100))))
                .hasMessageContaining("too long for a unix socket");
    }

    @Test
    void aDirectoryIntoWhichOthersMayWriteIsRefused() throws IOException {
        Place place = place("plugins");
        PluginDirectoryEntry.claimSocket(place);
        Files.setPosixFilePermissions(place.directory(), PosixFilePermissions.fromString("rwxrwxr-x"));

        assertThatThrownBy(() -> PluginDirectoryEntry.claimSocket(place))
                .hasMessageContaining("others may write to the plugin directory");
    }

    @Test
    void aListenFileIsOverwrittenOnlyIfNobodyAnswersThere() throws IOException {
        Place place = place("plugins");
        String ours = "http://127.0.0.1:1/infrakit/group";
        PluginDirectoryEntry.claimListenFile(place, ours);
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            Files.writeString(place.listen(), "tcp://127.0.0.1:" + other.getLocalPort());
            assertThatThrownBy(() -> PluginDirectoryEntry.claimListenFile(place, ours))
                    .hasMessageContaining("has another plugin");
        }
        assertThatCode(() -> PluginDirectoryEntry.claimListenFile(place, ours)).doesNotThrowAnyException();
        assertThatThrownBy(() -> PluginDirectoryEntry.claimSocket(place)).hasMessageContaining("has another plugin");
        Files.writeString(place.listen(), ours);
        assertThatCode(() -> PluginDirectoryEntry.claimListenFile(place, ours)).doesNotThrowAnyException();
    }

    @Test
    void withoutANameThereIsNoneAndWithoutADirectoryNoneCanBe() {
        assertThat(new GatewayPlace(new GatewaySettings(null, Entry.SOCKET), new MockEnvironment()).place())
                .isEmpty();
        assertThat(new GatewayPlace(
                                new GatewaySettings("", Entry.SOCKET),
                                new MockEnvironment().withProperty("INFRAKIT_HOME", "/home"))
                        .place())
                .isEmpty();
        assertThatThrownBy(() -> new GatewayPlace(new GatewaySettings("group", Entry.SOCKET), new MockEnvironment()))
                .isInstanceOf(FailureAnalyzedException.class)
                .hasMessageContaining("no plugin directory");
    }

    @Test
    void theDirectoryIsTheSettingOrElseWhatInfrakitsVariablesSay() {
        MockEnvironment environment = new MockEnvironment().withProperty("INFRAKIT_HOME", "/home");
        assertThat(directory(environment)).isEqualTo(Path.of("/home/plugins"));
        environment.setProperty("INFRAKIT_PLUGINS_DIR", "/variable");
        assertThat(directory(environment)).isEqualTo(Path.of("/variable"));
        environment.setProperty("drover.infrakit.plugins", "/setting");
        assertThat(directory(environment)).isEqualTo(Path.of("/setting"));
    }

    private static Path directory(MockEnvironment environment) {
        return new GatewayPlace(new GatewaySettings("group", Entry.SOCKET), environment)
                .place()
                .orElseThrow()
                .directory();
    }

    private static ServerSocketChannel listen(Path socket) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        return channel.bind(UnixDomainSocketAddress.of(socket));
    }

    private Place place(String directory) {
        return new Place("group", folder.resolve(directory), Entry.SOCKET);
    }
}
