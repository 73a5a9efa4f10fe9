package dev.drover;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** The arrows between modules: what a module may use stands in its {@code package-info}. */
class ModularityTests {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.drover");

    private static final String[] ADAPTERS = {
        "..provider.combo..",
        "..provider.infrakit..",
        "..provider.process..",
        "..provider.simulator..",
        "..provider.vanilla.."
    };

    @Test
    void modulesUseOnlyWhatTheySay() {
        ApplicationModules.of(Drover.class).verify();
    }

    @Test
    void nothingDependsOnAnAdapter() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackages(ADAPTERS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ADAPTERS));
        holds(slices().matching("dev.drover.provider.(combo|infrakit|process|simulator|vanilla)..")
                .should()
                .notDependOnEachOther());
    }

    @Test
    void anAdapterKnowsNothingOfDroverButTheInterfaces() {
        holds(noClasses()
                .that()
                .resideInAnyPackage("dev.drover.provider.(*)..")
                .and()
                .resideOutsideOfPackage("..provider.simulator..") // what that one may use stands in its package-info
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.drover",
                        "dev.drover.provider",
                        "dev.drover.spec..",
                        "dev.drover.plan..",
                        "dev.drover.group..",
                        "dev.drover.member..",
                        "dev.drover.observe..",
                        "dev.drover.reconcile..",
                        "dev.drover.history..",
                        "dev.drover.work..",
                        "dev.drover.database..",
                        "dev.drover.web..")
                .because("an adapter can be read, tested and moved on its own"));
    }

    @Test
    void theCoreIsPure() {
        holds(noClasses()
                .that()
                .resideInAnyPackage("dev.drover.plan..", "dev.drover.spec..", "dev.drover.provider.spi..")
                .and(simpleName("package-info").negate())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.springframework..", "java.sql..", "jakarta..", "org.slf4j..", "java.net.http..")
                .because("equal inputs give equal plans"));
        holds(noClasses()
                .that()
                .resideInAnyPackage("dev.drover.plan..", "dev.drover.spec..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(RandomGenerator.class)
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Random.class));
    }

    private static void holds(ArchRule rule) {
        rule.check(CLASSES);
    }
}
