package dev.drover.gateway;

import dev.drover.web.Problem;
import dev.drover.web.ProblemType;
import dev.drover.work.Standing;
import org.springframework.stereotype.Component;

/** Whether anything may be changed from here. Calls do not tell by their HTTP method, as those of the REST API do. */
@Component
class ReadOnly {
    private final Standing standing;

    ReadOnly(Standing standing) {
        this.standing = standing;
    }

    /** @throws Problem if nothing may be changed */
    void refuse() {
        standing.readOnly().ifPresent(sentence -> {
            throw new Problem(ProblemType.UNAVAILABLE, sentence);
        });
    }
}
