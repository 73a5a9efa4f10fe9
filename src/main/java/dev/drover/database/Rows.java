package dev.drover.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * Values on their way into SQL and out of it. A batch travels as one array of texts for each column, that {@code unnest} turns
 * into rows; where few rows are written, or rarely, as one JSON parameter for {@code json_to_recordset}.
 */
public final class Rows {
    private static final JsonMapper COLUMNS = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();
    private static final JsonMapper VALUES = JsonMapper.builder().build();

    private Rows() {}

    /** Records as the argument of {@code json_to_recordset}: component {@code firstName} is column {@code first_name}. */
    public static String of(List<? extends Record> records) {
        return COLUMNS.writeValueAsString(records);
    }

    /**
     * One column of a batch, as the argument of {@code unnest}: the texts of the values, which the statement casts to what they
     * are ({@code :numbers::text[]::integer[]}). Null stays null.
     */
    public static <T> @Nullable String[] column(List<T> rows, Cell<T> value) {
        return rows.stream()
                .map(it -> {
                    Object cell = value.of(it);
                    return cell == null ? null : cell.toString();
                })
                .toArray(String[]::new);
    }

    /** What a row has in one column. */
    public interface Cell<T> {
        @Nullable
        Object of(T row);
    }

    /** A value as the text of a jsonb column. */
    public static String json(Object value) {
        return VALUES.writeValueAsString(value);
    }

    /** An instant as the driver takes it for a {@code timestamptz}. */
    public static OffsetDateTime timestamp(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /** The instant of a {@code timestamptz} column; null if the column is. */
    public static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    public static JsonNode tree(String json) {
        return VALUES.readTree(json);
    }

    /** The value of a jsonb column; null if the column is. */
    public static <T> @Nullable T value(@Nullable String json, Class<T> type) {
        return json == null ? null : VALUES.readValue(json, type);
    }

    public static <T> List<T> list(String json, Class<T> element) {
        JavaType type = VALUES.getTypeFactory().constructCollectionType(List.class, element);
        return VALUES.readValue(json, type);
    }
}
