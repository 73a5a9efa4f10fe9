package dev.drover.application;

import static dev.drover.application.Groups.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.TestDatabase;
import dev.drover.provider.fake.FakeProvider;
import dev.drover.provider.fake.Faults;
import dev.drover.provider.fake.Faults.Call;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;

/** One provider hangs, or answers what it should not; a group of another one gets its machines all the same. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "drover.data=target/test-data",
            "drover.providers.fake.type=fake",
            "drover.providers.fake.observe-every=1s",
            "drover.providers.broken.type=fake",
            "drover.providers.broken.observe-every=1s",
            "drover.providers.broken.permits=2"
        })
@Import({TestDatabase.class, Groups.class})
class IsolationTests {
    @Autowired
    Groups groups;

    @ParameterizedTest
    @EnumSource(
            value = Call.class,
            names = {"PROVISION", "FIND", "DESCRIBE", "DESTROY", "VALIDATE"})
    void whileOneProviderHangsAnotherOnesGroupIsMade(Call call) {
        FakeProvider broken = groups.provider("broken");
        List<String> stuck = new ArrayList<>();
        if (call == Call.DESTROY) {
            stuck.add(groups.converged("broken", 2));
        }
        int before = broken.faults().calls(call);
        Faults.Hang hang = broken.faults().hang(call);
        try {
            if (call == Call.FIND) {
                broken.faults().down(Call.DESCRIBE); // a listing would find it, too
                broken.faults().loseAnswer(Call.PROVISION);
                broken.faults().loseAnswer(Call.PROVISION);
            }
            if (call == Call.DESTROY) {
                groups.post("/v1/groups/" + stuck.getFirst() + "/scale", "{\"size\": 0}")
                        .expect(200);
            } else {
                for (int i = 0; i < 3; i++) {
                    stuck.add(Groups.newName());
                    groups.put(stuck.getLast(), Groups.spec("broken", 2)).expect(201);
                }
            }
            eventually().until(() -> broken.faults().calls(call) > before);

            int made = groups.provider("fake").provisioned().size();
            String other = groups.converged("fake", 3);
            assertThat(groups.provider("fake").provisioned()).hasSize(made + 3);
            groups.remove(other);
        } finally {
            broken.faults().down();
            hang.release();
        }
        stuck.forEach(groups::remove);
    }

    @ParameterizedTest
    @EnumSource(Garbage.class)
    void whateverOneProviderAnswersAnotherOnesGroupIsMadeAndItsOwnAreMadeInTheEnd(Garbage garbage) {
        FakeProvider broken = groups.provider("broken");
        garbage.happen(broken.faults());
        String own = Groups.newName();
        groups.put(own, Groups.spec("broken", 2)).expect(201);
        groups.remove(groups.converged("fake", 1));

        eventually().until(() -> broken.faults().exhausted());
        broken.faults().down();
        groups.post("/v1/groups/" + own + "/retry", "").expect(200);
        groups.converge(own);
        assertThat(broken.instances()).hasSize(2);
        groups.remove(own);
    }

    enum Garbage {
        AN_ERROR_AT_A_CREATE {
            @Override
            void happen(Faults faults) {
                faults.error(Call.PROVISION, new StackOverflowError("on purpose"));
            }
        },
        ANYTHING_AT_A_CREATE {
            @Override
            void happen(Faults faults) {
                faults.error(Call.PROVISION, new IllegalStateException("on purpose"));
            }
        },
        AN_ERROR_AT_A_LISTING {
            @Override
            void happen(Faults faults) {
                faults.error(Call.DESCRIBE, new StackOverflowError("on purpose"));
            }
        },
        AN_ERROR_AT_A_LOOK_UP {
            @Override
            void happen(Faults faults) {
                faults.down(Call.DESCRIBE); // a listing would find it, too
                faults.loseAnswer(Call.PROVISION);
                faults.error(Call.FIND, new StackOverflowError("on purpose"));
            }
        };

        abstract void happen(Faults faults);
    }
}
