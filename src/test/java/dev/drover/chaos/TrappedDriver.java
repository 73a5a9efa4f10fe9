package dev.drover.chaos;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Postgres's driver, which stumbles into {@link Traps} at commits. For {@code spring.datasource.driver-class-name}. A statement
 * outside of transactions is made one of its own, so that there is a commit to stumble at.
 */
public final class TrappedDriver implements Driver {
    private static final Pattern WRITES =
            Pattern.compile("(?i)(?:insert\\s+into|update|delete\\s+from)\\s+(?:only\\s+)?\"?(\\w+)");
    private static final Set<String> ELSEWHERE = Set.of(
            "scheduled_passes",
            "scheduled_calls",
            "observation",
            "of",
            "skip",
            "set",
            "flyway_schema_history",
            "replica");

    private final Driver driver = new org.postgresql.Driver();

    @Override
    public @Nullable Connection connect(String url, Properties properties) throws SQLException {
        Connection connection = driver.connect(url, properties);
        return connection == null ? null : proxy(Connection.class, new Trapped(connection));
    }

    @Override
    public boolean acceptsURL(String url) throws SQLException {
        return driver.acceptsURL(url);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) throws SQLException {
        return driver.getPropertyInfo(url, properties);
    }

    @Override
    public int getMajorVersion() {
        return driver.getMajorVersion();
    }

    @Override
    public int getMinorVersion() {
        return driver.getMinorVersion();
    }

    @Override
    public boolean jdbcCompliant() {
        return driver.jdbcCompliant();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("org.postgresql");
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object invoke(Method method, Object target, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    /** A connection whose commits are counted. */
    private static final class Trapped implements InvocationHandler {
        private final Connection real;
        private final Set<String> written = new TreeSet<>();
        private boolean calls;

        Trapped(Connection real) {
            this.real = real;
        }

        @Override
        public @Nullable Object invoke(Object self, Method method, Object @Nullable [] arguments) throws Throwable {
            switch (method.getName()) {
                case "commit" -> {
                    commit();
                    return null;
                }
                case "rollback" -> forget();
                case "prepareStatement" -> {
                    String sql = String.valueOf(arguments == null ? "" : arguments[0]);
                    PreparedStatement statement = (PreparedStatement) TrappedDriver.invoke(method, real, arguments);
                    return statement == null ? null : watched(statement, sql);
                }
                default -> {
                    // as it is
                }
            }
            return TrappedDriver.invoke(method, real, arguments);
        }

        private Object watched(PreparedStatement statement, String sql) {
            Set<String> tables = new TreeSet<>();
            Matcher matcher = WRITES.matcher(sql);
            while (matcher.find()) {
                tables.add(matcher.group(1).toLowerCase(Locale.ROOT));
            }
            tables.removeAll(ELSEWHERE);
            if (tables.isEmpty()) {
                return statement;
            }
            boolean calling = sql.contains("'CALLED'") && sql.contains("called_at");
            return proxy(PreparedStatement.class, (self, method, arguments) -> {
                if (!method.getName().startsWith("execute")) {
                    return TrappedDriver.invoke(method, statement, arguments);
                }
                written.addAll(tables);
                calls |= calling;
                return real.getAutoCommit()
                        ? alone(() -> TrappedDriver.invoke(method, statement, arguments))
                        : TrappedDriver.invoke(method, statement, arguments);
            });
        }

        /** Runs what would commit by itself, and commits it. */
        private @Nullable Object alone(Work work) throws Throwable {
            real.setAutoCommit(false);
            try {
                Object result = work.run();
                commit();
                return result;
            } catch (Throwable e) {
                real.rollback();
                throw e;
            } finally {
                real.setAutoCommit(true);
            }
        }

        private void commit() throws SQLException {
            if (written.isEmpty() || !hasChanged()) {
                forget();
                real.commit();
                return;
            }
            String what = String.join("+", written);
            boolean claim = calls;
            forget();
            int commit = Traps.before(Traps.Kind.COMMIT, what);
            int claimed = claim ? Traps.before(Traps.Kind.CLAIM, what) : 0;
            real.commit();
            Traps.after(Traps.Kind.COMMIT, commit, what);
            Traps.after(Traps.Kind.CLAIM, claimed, what);
        }

        private boolean hasChanged() throws SQLException {
            try (Statement statement = real.createStatement();
                    ResultSet row = statement.executeQuery("select pg_current_xact_id_if_assigned() is not null")) {
                return row.next() && row.getBoolean(1);
            }
        }

        private void forget() {
            written.clear();
            calls = false;
        }

        @FunctionalInterface
        private interface Work {
            @Nullable
            Object run() throws Throwable;
        }
    }
}
