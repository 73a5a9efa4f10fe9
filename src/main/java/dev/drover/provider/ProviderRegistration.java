package dev.drover.provider;

import dev.drover.database.Rows;
import dev.drover.work.Job;
import dev.drover.work.Jobs;
import dev.drover.work.Standing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Tells the database at start what this replica has configured, and makes sure that each provider has its jobs. */
@Component
class ProviderRegistration implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(ProviderRegistration.class);

    private final Providers providers;
    private final Installation installation;
    private final JdbcClient jdbc;
    private final Jobs jobs;
    private final TransactionOperations transactions;
    private final Standing standing;
    private volatile boolean running;

    ProviderRegistration(
            Providers providers,
            Installation installation,
            JdbcClient jdbc,
            Jobs jobs,
            TransactionOperations transactions,
            Standing standing) {
        this.standing = standing;
        this.providers = providers;
        this.installation = installation;
        this.jdbc = jdbc;
        this.jobs = jobs;
        this.transactions = transactions;
    }

    @Override
    public void start() {
        if (!standing.acts()) {
            return;
        }
        LOG.info("instances of this installation carry the owner {}", installation.owner());
        providers.all().forEach(this::register);
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before the schedulers: no job may run for a provider that belongs elsewhere. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 200;
    }

    /** The first host to use a host-bound provider keeps it. */
    private void bindToHost(ConfiguredProvider provider) {
        String host = provider.instances().host();
        providers.isOn(host, provider.name());
        jdbc.sql("""
                update provider_state set host = :host, host_name = :machine
                 where name = :name and (host is null or host = :host)
                """)
                .param("host", host)
                .param("machine", HostName.own())
                .param("name", provider.name())
                .update();
        String bound = jdbc.sql("select host from provider_state where name = :name")
                .param("name", provider.name())
                .query(String.class)
                .single();
        if (!bound.equals(host)) {
            providers.belongsElsewhere(provider.name());
            LOG.warn(
                    "provider {} belongs to another host or data folder of this installation ({}): nothing is made,"
                            + " listed or destroyed by it from here",
                    provider.name(),
                    bound);
        }
    }

    /** One that was found since is registered in the same way. */
    void register(ConfiguredProvider provider) {
        transactions.executeWithoutResult(transaction -> jdbc.sql("""
                insert into provider_state (name, type, capabilities) values (:name, :type, :capabilities::jsonb)
                on conflict (name) do update set type = excluded.type, capabilities = excluded.capabilities
                """)
                .param("name", provider.name())
                .param("type", provider.type())
                .param("capabilities", Rows.json(provider.capabilities()))
                .update());
        if (provider.capabilities().hostBound()) {
            bindToHost(provider);
        }
        for (Job.Name job : new Job.Name[] {Job.Name.OBSERVE, Job.Name.PERFORM}) {
            jobs.ensure(job, provider.name());
            jobs.dueNow(job, provider.name());
        }
    }
}
