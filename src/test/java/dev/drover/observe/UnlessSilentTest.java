package dev.drover.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.provider.fake.FakeProvider;
import dev.drover.provider.fake.Faults;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.Phase;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class UnlessSilentTest {
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration LONG = Duration.ofSeconds(1);

    private final List<Instance> told = new ArrayList<>();

    @Test
    void aListingThatHangsIsInterrupted() {
        FakeProvider provider = new FakeProvider();
        provider.faults().hang(Faults.Call.DESCRIBE);

        assertThatThrownBy(() -> new UnlessSilent(SHORT).describe(provider, Map.of(), told::addAll))
                .isInstanceOf(ProviderFailure.class)
                .hasMessage("it listed nothing for 100ms, and was interrupted");
    }

    @Test
    void aListingMayTakeLongAsLongAsItTellsSomething() {
        ListedOnly provider = new ListedOnly(page -> {
            for (int i = 0; i < 15; i++) {
                pause(LONG.dividedBy(10));
                page.accept(List.of(instance(i)));
            }
        });

        new UnlessSilent(LONG).describe(provider, Map.of(), told::addAll);

        assertThat(told).hasSize(15);
    }

    @Test
    void aListingThatNeverEndsIsInterrupted() {
        ListedOnly provider = new ListedOnly(page -> {
            while (true) {
                pause(SHORT.dividedBy(10));
                page.accept(List.of(instance(1)));
            }
        });

        assertThatThrownBy(() -> new UnlessSilent(LONG, SHORT).describe(provider, Map.of(), told::addAll))
                .isInstanceOf(ProviderFailure.class)
                .hasMessage("its listing did not end within 100ms, and was interrupted");
    }

    @Test
    void aPageThatIsNoneIsAFailure() {
        for (List<Instance> garbage : Arrays.<List<Instance>>asList(null, Arrays.asList(instance(1), null))) {
            assertThatThrownBy(() -> new UnlessSilent(LONG)
                            .describe(new ListedOnly(page -> page.accept(garbage)), Map.of(), told::addAll))
                    .isInstanceOf(ProviderFailure.class)
                    .hasMessage("it listed something that is no instance");
        }
        assertThat(told).isEmpty();
    }

    @Test
    void aListingOfWhichAPageWasRefusedIsNotWholeThoughTheAdapterDoesNotMind() {
        ListedOnly provider = new ListedOnly(page -> {
            try {
                page.accept(List.of(instance(1)));
            } catch (IllegalStateException swallowed) {
                told.clear();
            }
        });

        assertThatThrownBy(() -> new UnlessSilent(LONG).describe(provider, Map.of(), page -> {
                    throw new IllegalStateException("the database is away");
                }))
                .hasMessage("the database is away");
    }

    @Test
    void anErrorOfAnAdapterIsAFailureOfItsListing() {
        ListedOnly provider = new ListedOnly(page -> {
            throw new StackOverflowError("on purpose");
        });

        assertThatThrownBy(() -> new UnlessSilent(LONG).describe(provider, Map.of(), told::addAll))
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void whatIsToldAfterTheCutIsRefused() throws InterruptedException {
        CountDownLatch late = new CountDownLatch(1);
        LinkedBlockingQueue<Throwable> refusals = new LinkedBlockingQueue<>();
        ListedOnly provider = new ListedOnly(page -> {
            awaitWhateverHappens(late);
            try {
                page.accept(List.of(instance(1)));
            } catch (ProviderFailure refused) {
                refusals.add(refused);
            }
        });
        assertThatThrownBy(() -> new UnlessSilent(SHORT).describe(provider, Map.of(), told::addAll))
                .isInstanceOf(ProviderFailure.class);

        late.countDown();

        assertThat(refusals.poll(10, TimeUnit.SECONDS))
                .isNotNull()
                .hasMessage("nobody waits for this listing any more");
        assertThat(told).isEmpty();
    }

    @Test
    void theProvidersOwnFailureIsPassedOn() {
        FakeProvider provider = new FakeProvider();
        provider.faults().down(Faults.Call.DESCRIBE);

        assertThatThrownBy(() -> new UnlessSilent(LONG).describe(provider, Map.of(), told::addAll))
                .isInstanceOf(ProviderFailure.class)
                .hasMessage("the provider is down on purpose");
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitWhateverHappens(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException ignored) {
                // An adapter that does not listen.
            }
        }
    }

    private static Instance instance(int number) {
        return new Instance(new ProviderId("i-" + number), null, Map.of(), Phase.RUNNING, List.of(), Map.of(), null);
    }
}
