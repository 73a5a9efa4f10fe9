package dev.drover.reconcile;

import dev.drover.database.Rows;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProvisionRequest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Prepares the requests that could not be prepared when they were recorded, and stores them before they are sent. */
@Component
class StoredRequests {
    private final JdbcClient jdbc;
    private final Requests requests;
    private final Subjects subjects;

    StoredRequests(JdbcClient jdbc, Requests requests, Subjects subjects) {
        this.jdbc = jdbc;
        this.requests = requests;
        this.subjects = subjects;
    }

    ProvisionRequest prepareAndStore(Claim.Provision claim) {
        ProvisionRequest request = requests.make(subjects.of(claim));
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
}
