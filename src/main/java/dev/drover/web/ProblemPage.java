package dev.drover.web;

import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * What a problem's URL answers.
 *
 * @param type the URL itself
 * @param statuses those that it comes with, the usual one first
 * @param means when it is answered
 * @param remedy what to do about it
 * @param example such a problem
 */
record ProblemPage(String type, String title, List<Integer> statuses, String means, String remedy, JsonNode example)
        implements Rendered {
    ProblemPage {
        statuses = List.copyOf(statuses);
    }

    String name() {
        return type.substring(type.lastIndexOf('/') + 1);
    }

    String statusesInWords() {
        return statuses.stream().map(String::valueOf).collect(Collectors.joining(" or "));
    }

    @Override
    public String rendered() {
        return new Html(title)
                .term("Type", type)
                .term("Status", statusesInWords())
                .paragraph(means)
                .heading("What to do")
                .paragraph(remedy)
                .heading("Example")
                .code(example.toPrettyString())
                .link("/problems", "All problems")
                .toString();
    }

    /** All problems, in the order of their statuses. */
    record Index(List<ProblemPage> items) implements Rendered {
        Index {
            items = List.copyOf(items);
        }

        @Override
        public String rendered() {
            Html page = new Html("Problems")
                    .paragraph("Whatever is refused is answered as one of these (RFC 9457). Each has a stable type.");
            items.forEach(it -> page.link(it.type(), it.name())
                    .paragraph(it.statusesInWords() + ": " + it.title() + ". " + it.means()));
            return page.toString();
        }
    }
}
