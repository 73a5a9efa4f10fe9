package dev.drover.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.StoreTest;
import dev.drover.StoredGroups;
import dev.drover.provider.Providers;
import dev.drover.provider.fake.FakeProvider;
import dev.drover.provider.fake.Faults;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@StoreTest
class ListingTests {
    @Autowired
    ObserveProvider observe;

    @Autowired
    Providers providers;

    @Autowired
    StoredGroups groups;

    @Test
    void oneListingServesAllGroupsOfAProvider() {
        groups.provider("fake");
        for (int i = 0; i < 20; i++) {
            groups.declare("fake", 1);
        }
        FakeProvider provider = (FakeProvider) providers.provider("fake").orElseThrow();
        int before = provider.faults().calls(Faults.Call.DESCRIBE);

        assertThat(observe.run("fake")).isPresent();

        assertThat(provider.faults().calls(Faults.Call.DESCRIBE) - before).isOne();
    }
}
