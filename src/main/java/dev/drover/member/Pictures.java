package dev.drover.member;

import dev.drover.database.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads a provider's members for a listing: in portions, so that no more than one is in memory. */
@Component
class Pictures {
    private static final int PORTION = 1000;

    private final JdbcClient jdbc;
    private final TransactionTemplate reading;

    Pictures(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.reading = new TransactionTemplate(transactions); // without one the driver would read all rows at once
        reading.setReadOnly(true);
    }

    /** To be read when the listing has begun, and before its first page. */
    Picture of(Listing listing) {
        Picture picture = new Picture();
        reading.executeWithoutResult(transaction -> jdbc.sql(
                        """
                select token, provider_id, phase, addresses, ports,
                       case when bound_at <= :latest then %d else 0 end
                           + case when state = 'LEAVING' then %d else 0 end
                           + case when missing_since is not null then %d else 0 end
                           + case when provider_id is null
                                   and (found is not null
                                        or not exists (select from action a
                                                        where a.group_id = m.group_id and a.member = m.number
                                                          and a.kind = 'PROVISION'
                                                          and (a.state = 'UNKNOWN' or a.deadline <= :begun)))
                                  then %d else 0 end
                  from member m
                 where provider = :provider and state <> 'ENDED'
                """.formatted(Picture.EXPECTED, Picture.LEAVING, Picture.MISSING, Picture.UNASKED))
                .param("provider", listing.provider())
                .param("latest", Rows.timestamp(listing.latest()))
                .param("begun", Rows.timestamp(listing.begun()))
                .withFetchSize(PORTION)
                .query((RowCallbackHandler) row -> add(picture, row)));
        return picture;
    }

    private static void add(Picture picture, ResultSet row) throws SQLException {
        int flags = row.getInt(6);
        picture.add(row.getObject(1, UUID.class), look(row, flags), flags);
    }

    /** One that is missing is to be looked at when it is seen, however it looks. */
    private static long look(ResultSet row, int flags) throws SQLException {
        @Nullable String id = row.getString(2);
        return id == null || (flags & Picture.MISSING) != 0
                ? Fingerprint.NONE
                : Fingerprint.stored(id, row.getString(3), row.getString(4), row.getString(5));
    }
}
