package dev.drover.provider;

import dev.drover.database.Rows;
import dev.drover.work.Job;
import dev.drover.work.Jobs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Tells the database at start what this replica has configured, and makes sure that each provider has its jobs. */
@Component
class ProviderRegistration implements ApplicationRunner {
    private static final Logger LOG = LoggerFactory.getLogger(ProviderRegistration.class);

    private final Providers providers;
    private final Installation installation;
    private final JdbcClient jdbc;
    private final Jobs jobs;
    private final TransactionOperations transactions;

    ProviderRegistration(
            Providers providers,
            Installation installation,
            JdbcClient jdbc,
            Jobs jobs,
            TransactionOperations transactions) {
        this.providers = providers;
        this.installation = installation;
        this.jdbc = jdbc;
        this.jobs = jobs;
        this.transactions = transactions;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        LOG.info("instances of this installation carry the owner {}", installation.owner());
        providers.all().forEach(this::register);
    }

    private void register(ConfiguredProvider provider) {
        transactions.executeWithoutResult(transaction -> jdbc.sql("""
                insert into provider_state (name, type, capabilities) values (:name, :type, :capabilities::jsonb)
                on conflict (name) do update set type = excluded.type, capabilities = excluded.capabilities
                """)
                .param("name", provider.name())
                .param("type", provider.type())
                .param("capabilities", Rows.json(provider.capabilities()))
                .update());
        for (Job.Name job : new Job.Name[] {Job.Name.OBSERVE, Job.Name.PERFORM}) {
            jobs.ensure(job, provider.name());
            jobs.dueNow(job, provider.name());
        }
    }
}
