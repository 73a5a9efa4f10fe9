package dev.drover.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PictureTest {
    private final Picture picture = new Picture();

    @Test
    void eachOfManyMembersIsFoundAgain() {
        SplittableRandom random = new SplittableRandom(7);
        List<UUID> tokens = IntStream.range(0, 50_000)
                .mapToObj(i -> i % 2 == 0 ? new UUID(0, i) : new UUID(random.nextLong(), random.nextLong()))
                .toList();
        for (int i = 0; i < tokens.size(); i++) {
            picture.add(tokens.get(i), i + 1, Picture.EXPECTED);
        }

        for (int i = 0; i < tokens.size(); i += 2) {
            assertThat(picture.differs(tokens.get(i), i + 1)).isFalse();
        }
        assertThat(picture.differs(tokens.get(1), 1)).isTrue();
        assertThat(picture.differs(new UUID(1, 0), 1)).isFalse();

        assertThat(picture.vanished())
                .isEqualTo(IntStream.range(0, tokens.size() / 2)
                        .mapToObj(i -> tokens.get(2 * i + 1))
                        .toList());
    }

    @Test
    void whatIsMissingAlreadyOrNotExpectedYetDoesNotVanish() {
        picture.add(new UUID(0, 1), 1, Picture.EXPECTED | Picture.MISSING);
        picture.add(new UUID(0, 2), 1, 0);
        picture.add(new UUID(0, 3), 1, Picture.EXPECTED | Picture.LEAVING);

        assertThat(picture.vanished()).containsExactly(new UUID(0, 3));
    }

    @Test
    void allAreMissingIfTwoOrMoreThatStayAreExpectedAndNoneIsSeen() {
        picture.add(new UUID(0, 1), 1, Picture.EXPECTED);
        picture.add(new UUID(0, 2), 1, Picture.EXPECTED | Picture.LEAVING);
        picture.add(new UUID(0, 3), 1, 0);
        assertThat(picture.allMissing()).isFalse();

        picture.add(new UUID(0, 4), 1, Picture.EXPECTED | Picture.MISSING);
        picture.seen(new UUID(0, 2));
        assertThat(picture.allMissing()).isTrue();

        picture.seen(new UUID(0, 4));
        assertThat(picture.allMissing()).isFalse();
    }
}
