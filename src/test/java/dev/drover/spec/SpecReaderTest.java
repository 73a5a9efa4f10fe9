package dev.drover.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SpecReaderTest {
    @Test
    void theLeastSpecHasEveryDefault() {
        var spec = SpecReader.read(json("{'name': 'web', 'instance': {'provider': 'process'}}"));

        assertThat(SpecWriter.write(spec)).isEqualTo(json("""
                {'name': 'web',
                 'labels': {},
                 'allocation': {'min': 0, 'max': 1000},
                 'instance': {'provider': 'process', 'properties': {}},
                 'flavor': {'provider': 'vanilla', 'properties': {}},
                 'update': {'strategy': 'rolling', 'maxSurge': 1, 'maxUnavailable': 0, 'minReady': '10s',
                            'progressDeadline': '15m10s', 'canary': {'size': 1, 'bake': '0s', 'promote': 'automatic'},
                            'onFailure': 'pause'},
                 'repair': {'unhealthy': 'replace', 'maxInFlight': '20%',
                            'breaker': {'atMost': '20%', 'always': 3, 'window': '10m'}, 'retries': 3, 'retryEvery': '30m'},
                 'scaleIn': {'prefer': 'oldest'},
                 'drain': {'timeout': '5m', 'onTimeout': 'destroy'},
                 'protection': {'delete': false}}
                """));
        assertThat(spec.health()).isNull();
        assertThat(spec.startup()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void aDeclaredHealthHasItsDefaults() {
        var spec = SpecReader.read(
                json("{'name': 'web', 'instance': {'provider': 'process'}, 'health': {'http': {'port': 'http'}}}"));

        assertThat(SpecWriter.write(spec).path("health")).isEqualTo(json("""
                {'http': {'port': 'http', 'path': '/'}, 'startup': '10m', 'interval': '10s', 'timeout': '2s',
                 'healthyAfter': 1, 'unhealthyAfter': 3}
                """));
    }

    @Test
    void whatIsWrittenIsReadAsTheSameSpec() {
        var whole = json("""
                {'name': 'web',
                 'labels': {'team': 'shop', 'a/b': ''},
                 'allocation': {'size': 0, 'min': 0, 'max': 7},
                 'instance': {'provider': 'docker', 'properties': {'image': 'nginx', 'ports': [80]}},
                 'flavor': {'provider': 'swarm', 'properties': {'x': null}},
                 'health': {'tcp': {'port': 80}, 'startup': '1h30m', 'interval': '500ms', 'timeout': '1s',
                            'healthyAfter': 2, 'unhealthyAfter': 4},
                 'update': {'strategy': 'onReplace', 'maxSurge': '30%', 'maxUnavailable': 2, 'minReady': '1m',
                            'progressDeadline': '2h', 'canary': {'size': '10%', 'bake': '5m', 'promote': 'manual'},
                            'onFailure': 'rollback'},
                 'repair': {'unhealthy': 'report', 'maxInFlight': 2,
                            'breaker': {'atMost': 4, 'always': 1, 'window': '1h'}, 'retries': 0, 'retryEvery': '1d'},
                 'scaleIn': {'prefer': 'newest'},
                 'drain': {'timeout': '1m', 'onTimeout': 'keep'},
                 'protection': {'delete': true}}
                """);

        var spec = SpecReader.read(whole);

        assertThat(SpecWriter.write(spec)).isEqualTo(whole);
        assertThat(SpecReader.read(SpecWriter.write(spec))).isEqualTo(spec);
        assertThat(spec.labels()).isEqualTo(Map.of("team", "shop", "a/b", ""));
    }

    @Test
    void petsAreAsManyAsTheirIdsAndTheOldOneGoesFirst() {
        var spec = SpecReader.read(json(
                "{'name': 'db', 'allocation': {'logicalIds': ['a', 'b']}," + " 'instance': {'provider': 'process'}}"));

        assertThat(spec.allocation().size()).isEqualTo(2);
        assertThat(SpecWriter.write(spec).path("allocation"))
                .isEqualTo(json("{'logicalIds': ['a', 'b'], 'min': 0, 'max': 1000}"));
        assertThat(spec.update()).isEqualTo(UpdatePolicy.DEFAULT_OF_PETS);
    }

    @Test
    void theNameOfThePathStandsForTheOneThatIsLeftOut() {
        var spec = SpecReader.read(new GroupName("web"), json("{'instance': {'provider': 'process'}}"));

        assertThat(spec.name()).isEqualTo(new GroupName("web"));
    }

    private static JsonNode json(String singleQuoted) {
        return JsonMapper.shared().readTree(singleQuoted.replace('\'', '"'));
    }
}
