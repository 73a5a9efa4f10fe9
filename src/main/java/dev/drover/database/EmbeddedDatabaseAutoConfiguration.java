package dev.drover.database;

import dev.drover.DroverSettings;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * An auto-configuration, so that it is asked after every other source of {@link JdbcConnectionDetails} (a test's, a
 * container's), and only says where the database is: pool, Flyway and JPA are set up as for any other.
 */
@AutoConfiguration(before = DataSourceAutoConfiguration.class)
@ConditionalOnMissingBean(JdbcConnectionDetails.class)
@Conditional(EmbeddedDatabaseAutoConfiguration.NoUrlGiven.class)
class EmbeddedDatabaseAutoConfiguration {
    @Bean
    DataFolder dataFolder(DroverSettings settings) {
        return DataFolder.own(settings.data());
    }

    // The pool depends on this, and so does everything that uses the pool: Postgres is stopped after all of them.
    @Bean
    EmbeddedDatabase embeddedDatabase(DataFolder folder) {
        return EmbeddedDatabase.start(folder);
    }

    @Bean
    JdbcConnectionDetails embeddedDatabaseConnection(EmbeddedDatabase database) {
        return database.connectionDetails();
    }

    static class NoUrlGiven extends SpringBootCondition {
        @Override
        public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
            // An empty one counts as none: that is how compose files and shells say "not set".
            boolean given = StringUtils.hasText(context.getEnvironment().getProperty("spring.datasource.url"));
            return new ConditionOutcome(
                    !given, ConditionMessage.forCondition("no database URL").because("spring.datasource.url decides"));
        }
    }
}
