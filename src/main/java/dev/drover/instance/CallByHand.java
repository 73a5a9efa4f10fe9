package dev.drover.instance;

import dev.drover.database.Rows;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.InstanceProvider.Destroyed;
import dev.drover.provider.spi.ProviderFailure;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of the journal of calls by hand.
 *
 * @param providerId of a create: null until it is known
 * @param made what a create that is DONE made
 * @param destroyed what a destroy that is DONE found
 * @param errorKind why it is FAILED
 * @param error in the provider's words, if it is FAILED or UNKNOWN
 */
record CallByHand(
        UUID id,
        Kind kind,
        String provider,
        State state,
        String token,
        @Nullable String providerId,
        @Nullable Instance made,
        @Nullable Destroyed destroyed,
        ProviderFailure.@Nullable Kind errorKind,
        @Nullable String error) {

    /** What the provider is asked for. */
    enum Kind {
        PROVISION,
        DESTROY,
        LABEL
    }

    /** How far it is. FAILED means that surely nothing happened. */
    enum State {
        CALLED,
        DONE,
        FAILED,
        UNKNOWN
    }

    static CallByHand of(ResultSet row) throws SQLException {
        Kind kind = Kind.valueOf(row.getString("kind"));
        String outcome = row.getString("outcome");
        String errorKind = row.getString("error_kind");
        return new CallByHand(
                row.getObject("id", UUID.class),
                kind,
                row.getString("provider"),
                State.valueOf(row.getString("state")),
                row.getString("token"),
                row.getString("provider_id"),
                kind == Kind.PROVISION ? Rows.value(outcome, Instance.class) : null,
                kind == Kind.DESTROY ? Rows.value(outcome, Destroyed.class) : null,
                errorKind == null ? null : ProviderFailure.Kind.valueOf(errorKind),
                row.getString("error"));
    }
}
