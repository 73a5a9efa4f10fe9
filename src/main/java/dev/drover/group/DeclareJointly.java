package dev.drover.group;

import dev.drover.provider.spi.Violation;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Declares a group as PUT does, together with what another module does to it: both happen, or neither, and no pass sees one without
 * the other.
 */
@Component
public class DeclareJointly {
    private final SpecValidation validation;
    private final Weigh weigh;
    private final DeclareGroup declare;
    private final MemberCommands commands;
    private final Groups groups;
    private final Command command;
    private final TransactionTemplate snapshot;

    DeclareJointly(
            SpecValidation validation,
            Weigh weigh,
            DeclareGroup declare,
            MemberCommands commands,
            Groups groups,
            Command command,
            PlatformTransactionManager transactions) {
        this.validation = validation;
        this.weigh = weigh;
        this.declare = declare;
        this.commands = commands;
        this.groups = groups;
        this.command = command;
        this.snapshot = new TransactionTemplate(transactions);
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        snapshot.setReadOnly(true);
    }

    /**
     * Another module's part. It may be done again if the database asks for that.
     *
     * @param <T> what it comes to
     */
    public interface Part<T> {
        /**
         * Decides what is to be done. Reads, and writes nothing.
         *
         * @param group the id of the group as it is; null if there is none yet
         */
        T weigh(Intended intended, @Nullable Long group);

        /** Does it, after the declaration was stored. */
        void write(T weighed, MemberCommands.Locked group);
    }

    /** Both parts. {@code declared} is null where nothing was stored. */
    public record Joint<T>(Intended intended, @Nullable Declared declared, T weighed) {}

    /** Everything that is wrong with a spec that names its group, what is not supported yet among it. Empty if it may be declared. */
    public List<Violation> violations(Declare request) {
        Verdict verdict = validation.validate(request.spec(), null, null);
        return verdict.violations().isEmpty()
                ? verdict.notSupported().stream()
                        .map(it -> new Violation(it, "is not supported yet: leave it out"))
                        .toList()
                : verdict.violations();
    }

    /**
     * What it would come to. Stores nothing.
     *
     * @throws dev.drover.web.Problem if it would be refused
     */
    public <T> Joint<T> weigh(Declare request, Part<T> part) {
        Verdict verdict = weigh.validated(request);
        return Objects.requireNonNull(snapshot.execute(
                transaction -> weighed(request, verdict, groups.find(DeclareGroup.nameIn(verdict)), part)));
    }

    /**
     * Declares it, and has the part done.
     *
     * @throws dev.drover.web.Problem if it is refused; then nothing was changed
     */
    public <T> Joint<T> declare(Declare request, Part<T> part) {
        Verdict verdict = weigh.validated(request);
        Supplier<Joint<T>> both = () -> both(request, verdict, part);
        try {
            return command.call(both);
        } catch (DataIntegrityViolationException e) {
            return command.call(both); // somebody created the group at the same moment
        }
    }

    private <T> Joint<T> both(Declare request, Verdict verdict, Part<T> part) {
        String name = DeclareGroup.nameIn(verdict);
        Optional<FleetGroup> group = groups.lock(name);
        Joint<T> weighed = weighed(request, verdict, group, part);
        Declared declared = declare.store(request, weighed.intended(), group);
        part.write(weighed.weighed(), commands.locked(name));
        return new Joint<>(weighed.intended(), declared, weighed.weighed());
    }

    private <T> Joint<T> weighed(Declare request, Verdict verdict, Optional<FleetGroup> group, Part<T> part) {
        Preconditions.check(request, group);
        Intended intended = weigh.declaration(request, verdict, group);
        return new Joint<>(
                intended, null, part.weigh(intended, group.map(FleetGroup::id).orElse(null)));
    }
}
