package dev.drover.group;

import dev.drover.provider.Findings;
import dev.drover.provider.spi.Attachment;
import java.util.List;

/**
 * Attachments need a provider that can attach them.
 *
 * @param provider the provider, in a sentence
 * @param possible whether it can
 * @param attachments what the flavor puts on every instance
 */
record AttachmentRules(String provider, boolean possible, List<Attachment> attachments) implements Rule {
    private static final String PROPERTIES = "/flavor/properties";
    private static final String USUALLY = PROPERTIES + "/attachments";

    @Override
    public void check(Declaration spec, Findings findings) {
        if (!possible && !attachments.isEmpty()) {
            findings.add(
                    spec.has(USUALLY) ? USUALLY : PROPERTIES,
                    provider + " has no attachments: leave them out, or choose a provider that has");
        }
    }
}
