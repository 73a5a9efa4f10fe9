package dev.drover.infrakit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginDirectoryTest {
    @TempDir
    private Path folder;

    @Test
    void theSettingComesBeforeInfraKitsOwnVariables() {
        Map<String, String> variables = Map.of("INFRAKIT_PLUGINS_DIR", "/of/it", "INFRAKIT_HOME", "/home");

        assertThat(PluginDirectory.configured("/set", variables)).contains(new PluginDirectory(Path.of("/set")));
        assertThat(PluginDirectory.configured(" ", variables)).contains(new PluginDirectory(Path.of("/of/it")));
        assertThat(PluginDirectory.configured(null, Map.of("INFRAKIT_HOME", "/home")))
                .contains(new PluginDirectory(Path.of("/home/plugins")));
        assertThat(PluginDirectory.configured(null, Map.of())).isEmpty();
    }

    @Test
    void pluginsAreSocketsAndFilesThatHoldTheirUrl() throws IOException {
        PluginDirectory directory = new PluginDirectory(folder);
        bind("file");
        Files.createSymbolicLink(folder.resolve("linked"), folder.resolve("file"));
        Files.writeString(folder.resolve("no-socket"), "x");
        Files.writeString(folder.resolve("file.pid"), "12");
        Files.writeString(folder.resolve("far.listen"), "tcp://10.0.0.1:24864");
        Files.writeString(folder.resolve("path.listen"), "http://10.0.0.1:24864/a/b");
        Files.createSymbolicLink(folder.resolve("other.listen"), folder.resolve("far.listen"));

        assertThat(directory.names()).containsExactly("far", "file", "path");
        assertThat(directory.endpoint("file").socket()).isEqualTo(folder.resolve("file"));
        assertThat(directory.endpoint("far").uri()).isEqualTo(URI.create("http://10.0.0.1:24864/"));
        assertThat(directory.endpoint("path").uri()).isEqualTo(URI.create("http://10.0.0.1:24864/a/b"));
    }

    @Test
    void whatIsNotThereIsSurelyNotCalled() throws IOException {
        PluginDirectory directory = new PluginDirectory(folder);
        Files.writeString(folder.resolve("odd.listen"), "ftp://10.0.0.1/");

        assertFails(directory, "gone", folder.resolve("gone") + " is no unix socket");
        assertFails(directory, "odd", "begins with none of");
        assertThat(new PluginDirectory(folder.resolve("nowhere")).names()).isEmpty();
    }

    private static void assertFails(PluginDirectory directory, String plugin, String words) {
        assertThatThrownBy(() -> directory.endpoint(plugin))
                .hasMessageContaining(words)
                .asInstanceOf(InstanceOfAssertFactories.type(CallFailed.class))
                .extracting(CallFailed::kind)
                .isEqualTo(CallFailed.Kind.NOT_SENT);
    }

    private void bind(String name) throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(folder.resolve(name))); // it stays when nobody listens any more
        }
    }
}
