package dev.drover.reconcile;

import dev.drover.plan.Condition;
import dev.drover.web.Html;
import dev.drover.web.Rendered;
import java.util.Arrays;
import java.util.List;

/**
 * What is to be said of a condition.
 *
 * @param lasting whether time alone never lifts it, so that waiting for the group ends at once
 * @param liftedBy the end of the sentence "it is lifted by ..."
 */
record ConditionPage(String type, boolean lasting, String liftedBy) implements Rendered {
    static ConditionPage of(Condition.Type type) {
        return new ConditionPage(type.text(), type.lasting(), type.lifts());
    }

    static List<ConditionPage> all() {
        return Arrays.stream(Condition.Type.values()).map(ConditionPage::of).toList();
    }

    String lastingInWords() {
        return lasting
                ? "Time alone does not lift it: wait answers 409 at once."
                : "It may pass by itself: wait goes on waiting.";
    }

    @Override
    public String rendered() {
        return new Html(type)
                .term("Lifted by", liftedBy)
                .paragraph(lastingInWords())
                .link("/conditions", "All conditions")
                .toString();
    }

    /** All conditions that this version can raise. */
    record Index(List<ConditionPage> items) implements Rendered {
        Index {
            items = List.copyOf(items);
        }

        @Override
        public String rendered() {
            Html page = new Html("Conditions")
                    .paragraph(
                            "What can hold for a group. Those that hold stand in its status, with a reason, a message"
                                    + " and since when; Converged and Ready always do.");
            items.forEach(it -> page.link("/conditions/" + it.type(), it.type())
                    .paragraph("Lifted by " + it.liftedBy() + ". " + it.lastingInWords()));
            return page.toString();
        }
    }
}
