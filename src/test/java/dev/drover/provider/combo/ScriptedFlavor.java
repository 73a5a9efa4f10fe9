package dev.drover.provider.combo;

import dev.drover.provider.spi.Allocation;
import dev.drover.provider.spi.FlavorProvider;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.ProvisionRequest;
import dev.drover.provider.spi.Violation;
import dev.drover.provider.vanilla.VanillaFlavor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Like the vanilla flavor, but that it thinks of health, and answers a drain, what it is told. */
class ScriptedFlavor implements FlavorProvider {
    private final VanillaFlavor vanilla = new VanillaFlavor();
    final Deque<Drain> drains = new ArrayDeque<>();
    boolean pure = true;
    Opinion opinion = new Opinion.None();

    @Nullable
    RuntimeException silence;

    UnaryOperator<ProvisionRequest> also = UnaryOperator.identity();
    int drainsAsked;
    int judged;

    ScriptedFlavor thinks(Opinion thought) {
        opinion = thought;
        return this;
    }

    ScriptedFlavor answers(Drain... answers) {
        drains.addAll(List.of(answers));
        return this;
    }

    @Override
    public boolean pure(JsonNode properties) {
        return pure;
    }

    @Override
    public JsonNode schema() {
        return vanilla.schema();
    }

    @Override
    public List<Violation> validate(JsonNode properties, Allocation allocation) {
        speak();
        return vanilla.validate(properties, allocation);
    }

    @Override
    public Map<String, String> tags(JsonNode properties) {
        return vanilla.tags(properties);
    }

    @Override
    public ProvisionRequest prepare(JsonNode properties, ProvisionRequest request, Allocation allocation) {
        return also.apply(vanilla.prepare(properties, request, allocation));
    }

    @Override
    public boolean judges(JsonNode properties) {
        return !(opinion instanceof Opinion.None);
    }

    @Override
    public Opinion healthy(JsonNode properties, Instance instance) {
        judged++;
        speak();
        return opinion;
    }

    @Override
    public boolean drains(JsonNode properties) {
        return !drains.isEmpty();
    }

    /** The last answer is repeated. */
    @Override
    public Drain drain(JsonNode properties, Instance instance) {
        drainsAsked++;
        return drains.size() > 1 ? drains.removeFirst() : drains.getFirst();
    }

    private void speak() {
        if (silence != null) {
            throw silence;
        }
    }
}
