package dev.drover.plan;

import dev.drover.plan.GroupState.Lifecycle;
import dev.drover.spec.GroupProcess;
import java.util.List;

/** Machines that die, stop or fall ill, and people who change their minds. */
final class Trouble {
    private final World world;
    private final Dice dice;
    private final Climate climate;

    Trouble(World world) {
        this.world = world;
        this.dice = world.dice;
        this.climate = world.climate;
    }

    /** What machines, and people, do of their own accord. */
    void begin() {
        if (world.calm()) {
            return;
        }
        List<Machine> alive = world.cloud.alive();
        if (!alive.isEmpty() && dice.chance(climate.deaths())) {
            strike(dice.pick(alive));
        }
        if (!alive.isEmpty() && dice.chance(climate.sickness())) {
            Machine machine = dice.pick(alive);
            machine.sick = world.cloud.bad(machine.revision) || !machine.sick;
            world.trace(machine.id, "is", machine.sick ? "sick" : "well");
        }
        if (world.store.lifecycle == Lifecycle.ACTIVE && dice.chance(climate.commands())) {
            command();
        } else if (world.store.lifecycle != Lifecycle.ACTIVE && dice.chance(climate.commands() / 10)) {
            world.trace("COMMAND abandon");
            world.store.abandon();
        }
        if (!world.store.members.isEmpty() && dice.chance(climate.reports())) {
            report();
        }
        if (world.store.lifecycle == Lifecycle.ACTIVE && dice.chance(climate.wishes())) {
            wish();
        }
        if (world.store.lifecycle == Lifecycle.ACTIVE && dice.chance(climate.pauses())) {
            intervene();
        }
        if (dice.chance(climate.strays())) {
            stray();
        }
        world.wake();
        world.time.after(dice.seconds(1, 40), this::begin);
    }

    /** A second machine of a token, a machine of one that is over, or one that nobody knows. */
    private void stray() {
        List<MemberRow> bound =
                world.store.members.stream().filter(MemberRow::isBound).toList();
        List<MemberRow> ended = world.store.ended();
        int which = dice.below(5);
        if (which < 2 && !bound.isEmpty()) {
            appears(dice.pick(bound), "a copy of");
        } else if (which < 4 && !ended.isEmpty()) {
            appears(dice.pick(ended), "late, or again, that of");
        } else if (which == 4) {
            Machine machine = world.cloud.stray(world.store.newToken(), 1, world.time.now());
            machine.unknown = true;
            world.trace(machine.id, "appears, and nobody knows it");
        }
    }

    private void appears(MemberRow of, String how) {
        Machine machine = world.cloud.stray(of.create.id, of.revision, world.time.now());
        machine.released = !of.unended() && of.detached();
        world.trace(machine.id, "appears,", how, of.id);
    }

    private void strike(Machine machine) {
        if (dice.chance(0.5)) {
            world.trace(machine.id, "dies");
            machine.vanish(world.time.now());
        } else {
            world.trace(machine.id, "stops");
            machine.stop(world.time.now());
            if (climate.capabilities().watch()) {
                world.facts.pushed(machine.seen(world.time.now()), world.time.now());
            }
        }
    }

    private void intervene() {
        GroupProcess process = dice.pick(List.of(GroupProcess.values()));
        switch (dice.below(5)) {
            case 0, 1 -> {
                world.trace("COMMAND pause", process);
                world.store.pause(process, world.time.now());
            }
            case 2 -> {
                world.trace("COMMAND resume", process);
                world.store.resume(process, world.time.now());
            }
            case 3 -> {
                world.trace("COMMAND retry");
                world.store.retry(world.time.now());
            }
            default -> detach();
        }
    }

    private void report() {
        MemberRow row = dice.pick(world.store.members);
        Health.Status status = dice.pick(List.of(Health.Status.values()));
        world.trace("REPORT", row.id, status);
        world.facts.reported(row, status, dice.seconds(1, 300), world.time.now());
    }

    private void wish() {
        if (world.store.members.isEmpty()) {
            return;
        }
        MemberRow row = dice.pick(world.store.members);
        switch (dice.below(6)) {
            case 0 -> {
                world.trace("COMMAND hold", row.id);
                world.store.wish(row, true, row.shielded);
            }
            case 1 -> {
                world.trace("COMMAND protect", row.id);
                world.store.wish(row, row.held, true);
            }
            case 2 -> {
                world.trace("COMMAND let go", row.id);
                world.store.wish(row, false, false);
            }
            case 3 -> {
                if (!row.shielded && row.request == null) {
                    world.trace("COMMAND destroy", row.id);
                    world.store.ask(row, Wishes.Kind.DESTROY);
                }
            }
            case 4 -> {
                world.trace("COMMAND recreate", row.id);
                world.store.anew(row);
            }
            default -> {
                world.trace("COMMAND labels");
                world.store.relabel();
            }
        }
    }

    private void detach() {
        List<MemberRow> able = world.store.members.stream()
                .filter(it -> it.destroy == null || it.destroy.attempts == 0)
                .filter(it -> it.request == null)
                .toList();
        if (!able.isEmpty()) {
            MemberRow row = dice.pick(able);
            world.trace("COMMAND detach", row.id);
            world.store.ask(row, Wishes.Kind.DETACH);
        }
    }

    private void command() {
        int what = dice.below(22);
        if (what == 0) {
            world.trace("COMMAND delete");
            world.store.members.forEach(it -> it.shielded = false); // with a protected member it would be refused
            world.store.delete();
        } else if (what == 20) {
            world.trace("COMMAND release");
            world.store.release();
        } else if (what == 21 && dice.chance(0.3)) {
            world.trace("COMMAND abandon");
            world.store.abandon();
        } else if (what < 5) {
            int revision = dice.chance(0.5) ? world.store.revision : world.store.revision + 1;
            world.trace("COMMAND revision", revision);
            if (revision != world.store.revision) {
                world.cloud.declared(revision);
            }
            world.store.declare(revision, world.time.now());
        } else {
            int size = Math.max(0, world.store.size + dice.between(-3, 3));
            world.trace("COMMAND size", size);
            world.store.resize(size);
        }
    }
}
