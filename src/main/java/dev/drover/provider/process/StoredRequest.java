package dev.drover.provider.process;

import dev.drover.provider.spi.ProvisionRequest;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** What is needed of a request after the start. Labels change, so they have a file of their own. */
record StoredRequest(boolean hasInit, int index, JsonNode properties) {
    static StoredRequest of(ProvisionRequest request) {
        return new StoredRequest(!request.init().isEmpty(), request.index(), request.properties());
    }

    ProcessProperties parsed() {
        return ProcessProperties.of(properties);
    }

    Map<String, Integer> ports() {
        return new TreeMap<>(ProcessProperties.ports(properties, index));
    }
}
