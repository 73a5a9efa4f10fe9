package dev.drover.web;

import com.fasterxml.jackson.databind.type.TypeFactory;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Answers are records: each component is always there, and null only where the code says so. */
@Component
class RecordSchemas implements ModelConverter {
    private static final String REFERENCE = "#/components/schemas/";

    @Override
    public @Nullable Schema<?> resolve(
            AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
        Schema<?> schema = chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
        Class<?> raw =
                TypeFactory.defaultInstance().constructType(type.getType()).getRawClass();
        if (raw.isRecord() && schema != null) {
            String reference = schema.get$ref(); // none where an annotation names the class
            Schema<?> defined = reference == null
                    ? schema
                    : context.getDefinedModels().get(reference.substring(REFERENCE.length()));
            complete(defined, raw);
        }
        return schema;
    }

    private static void complete(@Nullable Schema<?> schema, Class<?> raw) {
        if (schema == null || schema.getProperties() == null || schema.getRequired() != null) {
            return;
        }
        schema.setRequired(List.copyOf(schema.getProperties().keySet()));
        Arrays.stream(raw.getRecordComponents())
                .filter(it -> it.getAnnotatedType().isAnnotationPresent(Nullable.class))
                .map(RecordComponent::getName)
                .forEach(it -> schema.getProperties().computeIfPresent(it, (name, property) -> nullable(property)));
    }

    private static Schema<?> nullable(Schema<?> schema) {
        if (schema.get$ref() != null) {
            return new Schema<>().anyOf(List.of(schema, new Schema<>().types(Set.of("null"))));
        }
        if (schema.getTypes() == null && schema.getType() == null) {
            return schema; // anything, so null as well
        }
        Set<String> types = new LinkedHashSet<>(
                schema.getTypes() == null ? Set.of(String.valueOf(schema.getType())) : schema.getTypes());
        types.add("null");
        schema.setTypes(types);
        return schema;
    }
}
