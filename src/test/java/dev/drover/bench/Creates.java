package dev.drover.bench;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Declares groups at a provider, waits until all that they need is made, and destroys them again. */
final class Creates {
    private final Service service;
    private final Database database;
    private final String provider;
    private final String flavor;
    private int declared;

    Creates(Service service, Database database, String provider) {
        this(service, database, provider, "vanilla");
    }

    Creates(Service service, Database database, String provider, String flavor) {
        this.service = service;
        this.database = database;
        this.provider = provider;
        this.flavor = flavor;
    }

    /** The seconds from the first declaration until the last create is DONE, its member and event with it. */
    double seconds(int groups, int size) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < groups; i++) {
            names.add(declare(size));
        }
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(100))
                .atMost(Duration.ofMinutes(10))
                .until(() -> made(names), it -> it == (long) groups * size);
        double seconds = took(names);
        names.forEach(service::delete);
        names.forEach(this::gone);
        return seconds;
    }

    /** By the database's clock, so that asking whether all is done costs little and changes nothing. */
    private double took(List<String> names) {
        return database.sql().sql("""
                        select extract(epoch from max(a.closed_at) - min(d.declared_at))::double precision
                          from action a
                          join fleet_group g on g.id = a.group_id
                          join declaration d on d.group_id = g.id
                         where g.name in (:names)
                        """).param("names", names).query(Double.class).single();
    }

    /** Declares a group, and says how it is called. */
    String declare(int size) {
        String name = "bench-" + ++declared;
        service.put(name, spec(size, "{}"));
        return name;
    }

    String spec(int size, String properties) {
        return """
                {"allocation": {"size": %1$d, "max": %1$d}, "instance": {"provider": "%2$s", "properties": %3$s},
                 "flavor": {"provider": "%4$s", "properties": {}}}
                """.formatted(size, provider, properties, flavor);
    }

    private long made(List<String> names) {
        return database.sql().sql("""
                        select count(*) from action
                         where kind = 'PROVISION' and state = 'DONE'
                           and group_id in (select id from fleet_group where name in (:names))
                        """).param("names", names).query(Long.class).single();
    }

    private void gone(String name) {
        await().pollInterval(Duration.ofMillis(100))
                .atMost(Duration.ofMinutes(10))
                .until(() -> database.number(
                                "select count(*) from fleet_group where state <> 'DELETED' and name = '" + name + "'")
                        == 0);
    }
}
