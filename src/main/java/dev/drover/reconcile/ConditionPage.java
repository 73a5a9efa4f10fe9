package dev.drover.reconcile;

import dev.drover.plan.Condition;
import dev.drover.web.Html;
import dev.drover.web.Rendered;
import java.util.Arrays;
import java.util.List;

/**
 * What is to be said of a condition.
 *
 * @param waiting what becomes of waiting for the group while it holds
 * @param liftedBy the end of the sentence "it is lifted by ..."
 */
record ConditionPage(String type, String liftedBy, String waiting) implements Rendered {
    static ConditionPage of(Condition.Type type) {
        return new ConditionPage(type.text(), type.lifts(), waiting(type));
    }

    static List<ConditionPage> all() {
        return Arrays.stream(Condition.Type.values()).map(ConditionPage::of).toList();
    }

    private static String waiting(Condition.Type type) {
        if (type.lasting()) {
            return "answers 409 at once";
        }
        return switch (type) {
            case PAUSED -> "answers 409 at once if what is paused is needed to get there";
            case FROZEN -> "answers 409 at once if members would have to be made";
            default -> "goes on";
        };
    }

    @Override
    public String rendered() {
        return new Html(type)
                .term("Lifted by", liftedBy)
                .term("Waiting for the group", waiting)
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
                    .paragraph("Lifted by " + it.liftedBy() + ". Waiting for the group " + it.waiting() + "."));
            return page.toString();
        }
    }
}
