package dev.drover.provider.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProviderFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine of this machine, reached as one elsewhere is: over TCP, with certificates and without. */
class RemoteEngineTest extends DockerFixture {
    private static final String PASSWORD = "drover-test";

    @TempDir
    private Path certificates;

    @BeforeEach
    void aSocketToRelayTo() {
        Assumptions.assumeTrue(TestEngine.HOST.startsWith("unix://"), "needs an engine at a unix socket");
    }

    @Test
    void aContainerLivesOverTcp() throws IOException {
        try (Relay relay = relay(new ServerSocket(0, 64, InetAddress.getLoopbackAddress()))) {
            liveAndDie(Map.of("host", relay.url()));
        }
    }

    @Test
    void aContainerLivesOverTlsWithTheCertificatesOfBothSides() throws Exception {
        certify();
        try (Relay relay = relay(guarded())) {
            liveAndDie(Map.of("host", relay.url(), "certificates", certificates.toString()));

            provider = remote(Map.of("host", relay.url()));
            assertThat(failure(() -> start("")).kind()).isNotEqualTo(ProviderFailure.Kind.REJECTED);
            assertThat(engine.listContainersCmd()
                            .withShowAll(true)
                            .withLabelFilter(List.of("drover.owner=" + owner))
                            .exec())
                    .isEmpty();
        }
    }

    @Test
    void anEngineThatIsAwayMakesNothingAndIsTriedAgain() throws IOException {
        String nobody;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = "tcp://127.0.0.1:" + closed.getLocalPort();
        }
        provider = remote(Map.of("host", nobody));

        ProviderFailure failure = failure(() -> start(""));

        assertThat(failure.kind()).isEqualTo(ProviderFailure.Kind.RETRYABLE);
        assertThat(failure).hasMessageStartingWith("no Docker Engine answers at " + nobody);
    }

    private void liveAndDie(Map<String, String> settings) {
        provider = remote(settings);
        assertThat(provider.capabilities().hostBound()).isFalse();
        Instance made = start("\"command\": [\"sleep\", \"600\"]");
        assertThat(eventually(Phase.RUNNING).id()).isEqualTo(made.id());
        destroy(made);
        eventually(() -> provider.find(token), Optional::isEmpty);
    }

    private DockerProvider remote(Map<String, String> settings) {
        return new DockerProvider(state, EngineSettings.of(settings));
    }

    private static Relay relay(ServerSocket server) {
        return new Relay(server, Path.of(URI.create(TestEngine.HOST).getPath()));
    }

    /** One that wants a certificate of whoever calls, as dockerd with --tlsverify does. */
    private ServerSocket guarded() throws IOException, GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store("server.p12"), PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store("trusted.p12"));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        SSLServerSocket server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 64, InetAddress.getLoopbackAddress());
        server.setNeedClientAuth(true);
        return server;
    }

    private KeyStore store(String name) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(certificates.resolve(name))) {
            store.load(file, PASSWORD.toCharArray());
        }
        return store;
    }

    /** An authority, the engine's certificate by it, and Drover's, as the Docker command line has them. */
    private void certify() throws IOException, InterruptedException {
        shell("""
                openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 2 -subj /CN=authority
                for who in server client; do
                  openssl req -newkey rsa:2048 -nodes -keyout $who.key -out $who.csr -subj /CN=$who
                  printf 'subjectAltName=IP:127.0.0.1\\nextendedKeyUsage=serverAuth,clientAuth\\n' > $who.ext
                  openssl x509 -req -in $who.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile $who.ext -out $who.pem
                done
                openssl pkcs12 -export -in server.pem -inkey server.key -name server -out server.p12 -passout pass:%1$s
                '%2$s' -importcert -noprompt -alias ca -file ca.pem -storetype PKCS12 -storepass %1$s -keystore trusted.p12
                mv client.pem cert.pem
                mv client.key key.pem
                """.formatted(PASSWORD, Path.of(System.getProperty("java.home"), "bin", "keytool")));
    }

    private void shell(String script) throws IOException, InterruptedException {
        Path output = certificates.resolve("output");
        int code = new ProcessBuilder("sh", "-ec", script)
                .directory(certificates.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        assertThat(code).as(() -> read(output)).isZero();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
