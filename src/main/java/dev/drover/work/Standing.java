package dev.drover.work;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Whether this replica acts at all. One whose configured owner is not the one that is stored in the database has a copied database:
 * the machines in it are another Drover's. It is read, and nothing else.
 */
@Component
public class Standing {
    private static final Logger LOG = LoggerFactory.getLogger(Standing.class);

    private final @Nullable String readOnly;

    Standing(JdbcClient jdbc, @Value("${drover.owner:}") String configured) {
        Optional<String> stored =
                jdbc.sql("select owner from installation").query(String.class).optional();
        this.readOnly = stored.filter(it -> !configured.isBlank() && !it.equals(configured))
                .map(it -> "this Drover is read-only: its database belongs to the owner '" + it
                        + "', and drover.owner is '" + configured
                        + "'; nothing is changed, made, listed or destroyed from here. Give it the database of its own owner, or"
                        + " the owner of this database if no other Drover uses it")
                .orElse(null);
        if (readOnly != null) {
            LOG.warn("{}", readOnly);
        }
    }

    /** Why nothing may be changed from here, as a sentence; empty if it may. */
    public Optional<String> readOnly() {
        return Optional.ofNullable(readOnly);
    }

    /** Whether passes, jobs and providers run here. */
    public boolean acts() {
        return readOnly == null;
    }
}
