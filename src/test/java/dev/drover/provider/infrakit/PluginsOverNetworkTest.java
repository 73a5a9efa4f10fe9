package dev.drover.provider.infrakit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.drover.provider.infrakit.plugin.PluginProgram;
import dev.drover.provider.infrakit.plugin.UnixHttp;
import dev.drover.provider.spi.DestroyReason;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Labels;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProvisionRequest;
import dev.drover.provider.spi.Token;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.jks.JksSslStoreBundle;
import org.springframework.boot.ssl.jks.JksSslStoreDetails;
import tools.jackson.databind.node.JsonNodeFactory;

/** Plugins that a {@code .listen} file names. */
class PluginsOverNetworkTest {
    private static final Token TOKEN = new Token("t-1");
    private static final String SECRET = "drover-test";

    @TempDir
    private Path directory;

    private final List<HttpServer> servers = new ArrayList<>();

    @AfterEach
    void stop() {
        servers.forEach(it -> it.stop(0));
    }

    @Test
    void anInstanceLivesOverTcp() throws IOException {
        listen("tcp://", serve(HttpServer.create(), "/"), "");

        liveAndDie(null);
    }

    @Test
    void anInstanceLivesOverHttpUnderAPathOfItsOwn() throws IOException {
        listen("http://", serve(HttpServer.create(), "/plugins/cloud"), "/plugins/cloud");

        liveAndDie(null);
    }

    @Test
    void anInstanceLivesOverHttpsIfItsCertificateIsTrusted() throws Exception {
        SslBundle bundle = certified();
        HttpsServer server = HttpsServer.create();
        server.setHttpsConfigurator(new HttpsConfigurator(bundle.createSslContext()));
        listen("https://", serve(server, "/"), "/");

        liveAndDie(bundle.createSslContext());
        try (PluginFixture strangers = new PluginFixture(directory)) {
            assertThatThrownBy(() -> strangers.instances("cloud/compute").find(TOKEN))
                    .isInstanceOf(ProviderFailure.class)
                    .hasMessageContaining("certification path");
        }
    }

    @Test
    void aPluginThatMovesIsFoundWhereItIsNow() throws IOException {
        HttpServer first = serve(HttpServer.create(), "/");
        listen("tcp://", first, "");
        try (PluginFixture fixture = new PluginFixture(directory)) {
            PluginInstances instances = fixture.instances("cloud/compute");
            Instance made = instances.provision(request());
            first.stop(0);
            listen("tcp://", serve(HttpServer.create(), "/"), "");

            assertThat(instances.find(TOKEN).map(Instance::id)).contains(made.id());
        }
    }

    @Test
    void anAddressThatIsNoneIsTheFaultOfThatPluginAlone() throws IOException {
        Files.writeString(directory.resolve("cloud.listen"), "http://127.0.0.1:99999/");
        try (PluginFixture fixture = new PluginFixture(directory)) {
            assertThatThrownBy(() -> fixture.instances("cloud/compute").provision(request()))
                    .isInstanceOf(ProviderFailure.class)
                    .hasMessageStartingWith("plugin 'cloud' ")
                    .extracting("kind")
                    .isEqualTo(ProviderFailure.Kind.RETRYABLE);
        }
    }

    private void liveAndDie(@Nullable SSLContext trust) {
        try (PluginFixture fixture = new PluginFixture(directory, trust)) {
            assertThat(fixture.plugins()
                            .interfaces("cloud", Duration.ofSeconds(5))
                            .toString())
                    .contains("name=Instance, version=0.6.1");
            PluginInstances instances = fixture.instances("cloud/compute");
            Instance made = instances.provision(request());
            assertThat(instances.find(TOKEN).map(Instance::id)).contains(made.id());
            List<Instance> listed = new ArrayList<>();
            instances.describe(Map.of(Labels.OWNER, "test"), listed::addAll);
            assertThat(listed).extracting(Instance::id).containsExactly(made.id());
            instances.destroy(made.id(), TOKEN, DestroyReason.TERMINATE);
            assertThat(instances.find(TOKEN)).isEmpty();
        }
    }

    private static ProvisionRequest request() {
        return new ProvisionRequest(
                TOKEN,
                Map.of(Labels.OWNER, "test", Labels.TOKEN, "t-1"),
                List.of(),
                null,
                0,
                List.of(),
                JsonNodeFactory.instance.objectNode().put("image", "v1"));
    }

    private HttpServer serve(HttpServer server, String path) throws IOException {
        UnixHttp.Answers answers = PluginProgram.in(Files.createDirectories(directory.resolve("state")));
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(path, exchange -> answer(exchange, answers));
        server.start();
        servers.add(server);
        return server;
    }

    private static void answer(HttpExchange exchange, UnixHttp.Answers answers) throws IOException {
        try (exchange) {
            Optional<byte[]> answer = answers.to(exchange.getRequestBody().readAllBytes());
            if (answer.isPresent()) {
                exchange.sendResponseHeaders(200, answer.get().length);
                exchange.getResponseBody().write(answer.get());
            }
        }
    }

    private void listen(String scheme, HttpServer server, String path) throws IOException {
        Files.writeString(
                directory.resolve("cloud.listen"),
                scheme + "127.0.0.1:" + server.getAddress().getPort() + path + "\n");
    }

    /** A key pair whose certificate nobody has signed, and the trust in it. */
    private SslBundle certified() throws IOException, InterruptedException {
        Path keys = directory.resolve("plugin.p12");
        Path trusted = directory.resolve("trusted.p12");
        String certificate = directory.resolve("plugin.pem").toString();
        keytool(keys, "-genkeypair", "-keyalg", "EC", "-dname", "CN=plugin", "-ext", "san=ip:127.0.0.1");
        keytool(keys, "-exportcert", "-rfc", "-file", certificate);
        keytool(trusted, "-importcert", "-noprompt", "-file", certificate);
        return SslBundle.of(new JksSslStoreBundle(store(keys), store(trusted)));
    }

    private static JksSslStoreDetails store(Path file) {
        return JksSslStoreDetails.forLocation(file.toUri().toString()).withPassword(SECRET);
    }

    private static void keytool(Path store, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("-alias", "plugin", "-storetype", "PKCS12", "-storepass", SECRET, "-keystore"));
        command.add(store.toString());
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
