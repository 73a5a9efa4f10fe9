package dev.drover.provider.simulator;

import dev.drover.provider.spi.Capabilities;
import dev.drover.provider.spi.DestroyReason;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.InstanceProvider;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderFailure.Kind;
import dev.drover.provider.spi.ProviderId;
import dev.drover.provider.spi.ProvisionRequest;
import dev.drover.provider.spi.Token;
import dev.drover.provider.spi.Violation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** The calls to one simulated cloud. Nothing of it is kept here: another one on the same database is the same cloud. Thread-safe. */
final class Simulator implements InstanceProvider {
    private final World world;
    private final HealthPort port;
    private final Storage storage;

    Simulator(World world, HealthPort port, Storage storage) {
        this.world = world;
        this.port = port;
        this.storage = storage;
    }

    @Override
    public Capabilities capabilities() {
        return world.settings().capabilities();
    }

    @Override
    public JsonNode schema() {
        return Schemas.PROPERTIES;
    }

    @Override
    public List<Violation> validate(JsonNode properties) {
        return Properties.violations(properties);
    }

    @Override
    public Map<String, Integer> ports(JsonNode properties, int index) {
        return port.ports();
    }

    @Override
    public Instance provision(ProvisionRequest request) {
        Requests.refuseBroken(request);
        Knobs knobs = storage.asking(world.cloud()::knobs);
        long number = storage.asking(world.cloud()::number);
        Dice dice = Dice.ofCreate(world.cloud().seed(), number);
        Faults.pause(knobs.duration(Knob.CREATE_LATENCY));
        Optional<ProviderFailure> fault = Faults.ofCreate(knobs, dice);
        if (fault.filter(it -> !Faults.happens(it, knobs, dice)).isPresent()) {
            throw fault.get();
        }
        Instance made = storage.failing(Kind.UNKNOWN_OUTCOME, () -> {
            Instant now = world.now();
            return world.births().make(request, knobs, number, now).shown(now, port.ports());
        });
        fault.ifPresent(Simulator::lose);
        return made;
    }

    @Override
    public Optional<Instance> find(Token token) {
        failNowAndThen();
        return Requests.isStorable(token.value())
                ? storage.asking(() -> {
                    Instant now = world.now();
                    return world.instances().listed(token, now).map(it -> it.shown(now, port.ports()));
                })
                : Optional.empty();
    }

    @Override
    public void label(ProviderId id, Map<String, String> labels) {
        Requests.refuseUnstorable(labels);
        boolean there = InstanceIds.isOne(id.value())
                && storage.failing(Kind.UNKNOWN_OUTCOME, () -> world.changes().label(id, labels, world.now()));
        if (!there) {
            throw new ProviderFailure(Kind.REJECTED, "there is no instance " + id);
        }
    }

    @Override
    public void unlabel(ProviderId id, Set<String> keys) {
        boolean there = InstanceIds.isOne(id.value())
                && storage.failing(Kind.UNKNOWN_OUTCOME, () -> world.changes().unlabel(id, keys, world.now()));
        if (!there) {
            throw new ProviderFailure(Kind.REJECTED, "there is no instance " + id);
        }
    }

    @Override
    public Destroyed destroy(ProviderId id, Token token, DestroyReason why) {
        if (!InstanceIds.isOne(id.value()) || !Requests.isStorable(token.value())) {
            return Destroyed.GONE_ALREADY;
        }
        Knobs knobs = storage.asking(world.cloud()::knobs);
        Faults.pause(knobs.duration(Knob.DESTROY_LATENCY));
        return storage.failing(
                Kind.UNKNOWN_OUTCOME,
                () -> Faults.ofDestroysPossible(knobs) ? perhapsDestroy(id, token, knobs) : destroy(id, token, knobs));
    }

    private Destroyed perhapsDestroy(ProviderId id, Token token, Knobs knobs) {
        OptionalInt attempt = world.changes().attempt(id, token, world.now());
        if (attempt.isEmpty()) {
            return Destroyed.GONE_ALREADY;
        }
        Dice dice = new Dice(world.cloud().seed(), "destroy " + id + " " + attempt.getAsInt());
        Optional<ProviderFailure> fault = Faults.ofDestroy(knobs, dice);
        if (fault.filter(it -> !Faults.happens(it, knobs, dice)).isPresent()) {
            throw fault.get();
        }
        Destroyed destroyed = destroy(id, token, knobs);
        fault.ifPresent(Simulator::lose);
        return destroyed;
    }

    private Destroyed destroy(ProviderId id, Token token, Knobs knobs) {
        return world.changes().destroy(id, token, knobs, world.now()) ? Destroyed.ACCEPTED : Destroyed.GONE_ALREADY;
    }

    @Override
    public void describe(Map<String, String> labels, Consumer<List<Instance>> page) {
        failNowAndThen();
        if (!labels.entrySet().stream().allMatch(Requests::isStorable)) {
            return; // nothing has such a label
        }
        Instant now = storage.asking(world::now);
        storage.asking(() -> world.changes().forget(now));
        Map<String, Integer> ports = port.ports();
        String after = "";
        List<StoredInstance> read;
        do {
            String last = after;
            read = storage.asking(() -> world.instances().page(labels, last, now));
            page.accept(read.stream().map(it -> it.shown(now, ports)).toList());
            after = read.isEmpty() ? after : read.getLast().id().value();
        } while (!Instances.isLast(read));
    }

    private void failNowAndThen() {
        Faults.ofRead(storage.asking(world.cloud()::knobs), world.cloud().read())
                .ifPresent(Simulator::lose);
    }

    private static void lose(ProviderFailure failure) {
        throw failure;
    }
}
