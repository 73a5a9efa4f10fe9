package dev.drover.reconcile;

import dev.drover.spec.MemberId;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads what is remembered of members. */
@Component
class MemberStories {
    private final JdbcClient jdbc;

    MemberStories(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Empty if there never was such a member. */
    Optional<MemberStory> of(MemberId id) {
        return jdbc.sql(MemberStory.SELECT)
                .param("name", id.group().value())
                .param("number", id.number())
                .query((row, number) -> MemberStory.of(row, id))
                .optional();
    }
}
