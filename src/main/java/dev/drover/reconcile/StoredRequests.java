package dev.drover.reconcile;

import dev.drover.database.Rows;
import dev.drover.provider.spi.LogicalId;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProvisionRequest;
import dev.drover.provider.spi.Token;
import dev.drover.spec.MemberId;
import dev.drover.spec.SpecReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Prepares the requests that could not be prepared when they were recorded, and stores them before they are sent. */
@Component
class StoredRequests {
    private final JdbcClient jdbc;
    private final Requests requests;

    StoredRequests(JdbcClient jdbc, Requests requests) {
        this.jdbc = jdbc;
        this.requests = requests;
    }

    ProvisionRequest prepareAndStore(Claim.Provision claim) {
        ProvisionRequest request = requests.make(subject(claim));
        int written = jdbc.sql("""
                with a as (
                    update action set request = :request::jsonb
                     where group_id = :group and id = :id and state = 'CALLED' and attempts = :attempt
                       and request is null
                    returning group_id, member)
                update member m set labels = :labels::jsonb
                  from a where m.group_id = a.group_id and m.number = a.member
                """)
                .param("request", Rows.json(request))
                .param("labels", Rows.json(request.labels()))
                .param("group", claim.group())
                .param("id", claim.action())
                .param("attempt", claim.attempt())
                .update();
        if (written == 0) {
            throw new ProviderFailure(
                    ProviderFailure.Kind.RETRYABLE,
                    "the action moved on while its request was prepared; nothing was sent");
        }
        return request;
    }

    private Requests.Subject subject(Claim.Provision claim) {
        return jdbc.sql("""
                select m.*, d.spec, d.size, i.owner
                  from member m
                  join declaration d on d.group_id = m.group_id
                   and d.generation = (select max(generation) from declaration
                                        where group_id = m.group_id and revision = m.revision)
                  cross join installation i
                 where m.group_id = :group and m.number = :number
                """)
                .param("group", claim.group())
                .param("number", claim.member().number())
                .query((row, number) -> subject(row, claim.member()))
                .single();
    }

    private static Requests.Subject subject(ResultSet row, MemberId member) throws SQLException {
        String logicalId = row.getString("logical_id");
        return new Requests.Subject(
                member,
                new Token(row.getString("token")),
                row.getInt("member_index"),
                logicalId == null ? null : new LogicalId(logicalId),
                row.getInt("revision"),
                row.getInt("size"),
                row.getString("owner"),
                SpecReader.read(member.group(), Rows.tree(row.getString("spec"))));
    }
}
