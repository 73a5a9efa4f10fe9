package dev.drover.instance;

import dev.drover.member.Listing;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Labels;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a listing shows that is no living member's, as its pages come in. Only what is known as an orphan already is
 * remembered until its end. For one thread.
 */
public final class Strangers {
    private final Listing listing;
    private final String owner;
    private final Map<Orphan.Key, Orphan> unseen = new HashMap<>();
    private final JudgeStrangers judge;
    private final ForgetOrphans forget;

    Strangers(Listing listing, String owner, List<Orphan> known, JudgeStrangers judge, ForgetOrphans forget) {
        this.listing = listing;
        this.owner = owner;
        known.forEach(it -> unseen.put(it.key(), it));
        this.judge = judge;
        this.forget = forget;
    }

    /**
     * Takes in some. Whoever does not carry our owner label is not ours, whatever the provider's filter says; and what cannot be
     * stored is left alone, for one such machine must not cost the whole listing.
     */
    public void page(List<Instance> instances) {
        List<Instance> ours = instances.stream()
                .filter(it -> owner.equals(it.labels().get(Labels.OWNER)))
                .filter(it -> Stranger.key(it).storable())
                .toList();
        ours.forEach(it -> unseen.remove(Stranger.key(it)));
        if (!ours.isEmpty()) {
            judge.judge(listing.provider(), ours, listing.begun(), listing.window());
        }
    }

    /**
     * The listing has ended normally: what it did not show may be gone.
     *
     * @param any whether it showed anything at all
     */
    public void whole(boolean any) {
        unseen.values().forEach(it -> forget.lacking(it, listing, any));
    }
}
