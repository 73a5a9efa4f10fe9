package dev.drover.provider.fake;

import dev.drover.provider.spi.Capabilities;
import dev.drover.provider.spi.DestroyReason;
import dev.drover.provider.spi.Instance;
import dev.drover.provider.spi.InstanceProvider;
import dev.drover.provider.spi.InstanceProviderType;
import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderId;
import dev.drover.provider.spi.ProviderSettings;
import dev.drover.provider.spi.ProvisionRequest;
import dev.drover.provider.spi.Token;
import dev.drover.provider.spi.Violation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * Makes providers of the type {@code hanging}, whose creates never come back, nor does the closing of a watch. With the setting
 * {@code minds} they end when they are interrupted, and otherwise not even then.
 */
public final class HangingProviderType implements InstanceProviderType {
    @Override
    public String type() {
        return "hanging";
    }

    @Override
    public InstanceProvider create(ProviderSettings settings) {
        return new Hanging(Boolean.parseBoolean(settings.settings().getOrDefault("minds", "false")));
    }

    private record Hanging(FakeProvider fake, boolean minds) implements InstanceProvider {
        Hanging(boolean minds) {
            this(new FakeProvider(), minds);
        }

        @Override
        public Capabilities capabilities() {
            return fake.capabilities();
        }

        @Override
        public JsonNode schema() {
            return fake.schema();
        }

        @Override
        public List<Violation> validate(JsonNode properties) {
            return List.of();
        }

        @Override
        public Map<String, Integer> ports(JsonNode properties, int index) {
            return Map.of();
        }

        @Override
        public Instance provision(ProvisionRequest request) {
            hang();
            return fake.provision(request);
        }

        @Override
        public Optional<Instance> find(Token token) {
            return fake.find(token);
        }

        @Override
        public void label(ProviderId id, Map<String, String> labels) {
            fake.label(id, labels);
        }

        @Override
        public Destroyed destroy(ProviderId id, Token token, DestroyReason reason) {
            return fake.destroy(id, token, reason);
        }

        @Override
        public void describe(Map<String, String> labels, Consumer<List<Instance>> page) {
            fake.describe(labels, page);
        }

        @Override
        public Watch watch(Consumer<Instance> changed) {
            return this::hang;
        }

        private void hang() {
            while (true) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    if (minds) {
                        throw new ProviderFailure(ProviderFailure.Kind.UNKNOWN_OUTCOME, "interrupted while it hung", e);
                    }
                }
            }
        }
    }
}
