package dev.drover.startup;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The database was migrated by another version of Drover. */
class SchemaDoesNotFit extends AbstractFailureAnalyzer<FlywayValidateException> {
    private static final Pattern STRANGE = Pattern.compile("not resolved locally: ([0-9]+(?:[.][0-9]+)*)");
    private static final Pattern OWN = Pattern.compile("V([0-9]+)__.*");

    @Override
    protected FailureAnalysis analyze(Throwable failure, FlywayValidateException cause) {
        Optional<MigrationVersion> found = newest(
                STRANGE.matcher(String.valueOf(cause.getMessage())).results().map(it -> it.group(1)));
        return new FailureAnalysis(
                found.map(SchemaDoesNotFit::newer)
                        .orElse("the database's schema is not the one that this Drover wrote (" + cause.getMessage()
                                + ")"),
                "start the version of Drover that migrated it, or give this one another database",
                cause);
    }

    private static String newer(MigrationVersion found) {
        return "the database's schema is newer than this Drover: it has version " + found
                + own().map(it -> ", and this Drover knows them up to " + it).orElse("");
    }

    private static Optional<MigrationVersion> own() {
        try {
            Resource[] migrations =
                    new PathMatchingResourcePatternResolver().getResources("classpath*:db/migration/V*.sql");
            return newest(Arrays.stream(migrations)
                    .map(it -> String.valueOf(it.getFilename()))
                    .flatMap(it -> OWN.matcher(it).results())
                    .map((MatchResult it) -> it.group(1)));
        } catch (IOException e) {
            return Optional.empty(); // the sentence says enough without it
        }
    }

    private static Optional<MigrationVersion> newest(Stream<String> versions) {
        return versions.map(MigrationVersion::fromVersion).max(MigrationVersion::compareTo);
    }
}
