package dev.drover.provider.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcStatTest {
    private static final String REST = " S 1 42 43 0 -1 4194304 110 0 0 0 0 0 0 0 20 0 1 0 87968 4063232 490\n";

    @Test
    void aNameWithSpacesAndParenthesesDoesNotMoveTheFields() {
        assertThat(ProcStat.parse(7, "7 (a) S 9 (b c)" + REST)).isEqualTo(new ProcStat(7, 'S', 42, 43, 87968));
    }

    @Test
    void aZombieIsDead() {
        assertThat(ProcStat.parse(7, "7 (sh)" + REST.replace(" S ", " Z ")).isAlive())
                .isFalse();
    }

    @Test
    void thisProcessIsAmongAllAndTheNextBootsIsNot() {
        long self = ProcessHandle.current().pid();
        ProcStat stat = ProcStat.of(self).orElseThrow();

        assertThat(ProcStat.all()).extracting(ProcStat::pid).contains(self, 1L);
        assertThat(new Identity(self, stat.startTicks(), "another boot").isAlive())
                .isFalse();
        assertThat(new Identity(self, stat.startTicks() + 1, "another boot").isAlive())
                .isFalse();
    }
}
