package dev.drover.group;

import dev.drover.group.Forecaster.Effort;
import dev.drover.group.Forecaster.Outlook;
import dev.drover.spec.GroupName;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Says what a command would do, and stores nothing. What it is judged on is read in one snapshot, and thought about after it. */
@Component
class ForecastDeclaration {
    private final Weigh weigh;
    private final Groups groups;
    private final RollBack rollBack;
    private final Forecaster forecaster;
    private final TransactionTemplate snapshot;

    ForecastDeclaration(
            Weigh weigh,
            Groups groups,
            RollBack rollBack,
            Forecaster forecaster,
            PlatformTransactionManager transactions) {
        this.weigh = weigh;
        this.groups = groups;
        this.rollBack = rollBack;
        this.forecaster = forecaster;
        this.snapshot = new TransactionTemplate(transactions);
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        snapshot.setReadOnly(true);
    }

    /** What declaring it would do. Refuses what a declaration would refuse. */
    ForecastView declaration(Declare request) {
        Verdict verdict = weigh.validated(request);
        String name = Objects.requireNonNull(verdict.spec()).name().value();
        ForecastView forecast = forecast(() -> {
            Optional<FleetGroup> group = groups.find(name);
            Preconditions.check(request, group);
            return weigh.declaration(request, verdict, group);
        });
        Preconditions.expected(request.expect(), forecast);
        return forecast;
    }

    /**
     * What rolling back would do.
     *
     * @param revision null for the one that proved itself last
     */
    ForecastView rollback(GroupName name, @Nullable Integer revision) {
        return forecast(
                () -> rollBack.intended(Preconditions.active(groups.find(name.value()), name.value()), revision));
    }

    private ForecastView forecast(Supplier<Intended> intended) {
        Outlook outlook = snapshot.execute(transaction -> forecaster.read(intended.get()));
        return Objects.requireNonNull(outlook).look(Effort.THOROUGH);
    }
}
