package dev.drover.chaos;

import java.time.Duration;
import java.util.List;

/** How time is scaled: production's windows are minutes, and nobody has so long for each fault. */
final class Settings {
    static final String OWNER = "chaos";
    static final Duration WINDOW = Duration.ofSeconds(1);
    static final Duration CREATE_TIMEOUT = Duration.ofSeconds(6);
    /** Creates are idempotent, changes are pushed. */
    static final String STEADY = "steady";
    /** Neither. */
    static final String LOOSE = "loose";
    /** Neither; used by groups that have nothing to do with the others. */
    static final String APART = "apart";

    static final List<String> PROVIDERS = List.of(STEADY, LOOSE, APART);

    private Settings() {}

    static boolean idempotent(String provider) {
        return STEADY.equals(provider);
    }

    static String terms(String provider) {
        return "%s,%s,%s,%d,%d"
                .formatted(
                        provider,
                        idempotent(provider),
                        idempotent(provider),
                        WINDOW.toMillis(),
                        CREATE_TIMEOUT.toMillis());
    }

    static List<String> provider(String provider, int cloud, String database) {
        String prefix = "--drover.providers." + provider;
        return List.of(
                prefix + ".type=chaos",
                prefix + ".observe-every=500ms",
                // Few where creates are not idempotent: what is planned waits, and can be fenced.
                prefix + ".permits=" + (idempotent(provider) ? 16 : 3),
                prefix + ".settings.port=" + cloud,
                prefix + ".settings.database=" + database,
                prefix + ".settings.idempotent=" + idempotent(provider),
                prefix + ".settings.watch=" + idempotent(provider),
                prefix + ".settings.window=" + WINDOW,
                prefix + ".settings.create-timeout=" + CREATE_TIMEOUT);
    }

    static List<String> database(int port, String database) {
        return List.of(
                "--spring.datasource.url=jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database),
                "--spring.datasource.username=postgres",
                "--spring.datasource.password=postgres",
                "--spring.datasource.driver-class-name=" + TrappedDriver.class.getName(),
                "--spring.datasource.hikari.maximum-pool-size=8",
                "--spring.datasource.hikari.minimum-idle=2",
                "--spring.datasource.hikari.connection-timeout=3000");
    }
}
