"""The flow of walks whose jumps count as steps: recorded teleportation, and steps on a prior network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from textmine.arraytypes import Floats
from textmine.lightclasses import replace
from textmine.mapequation.flow import landing_on_nodes, timed, timed_undirected
from textmine.mapequation.links import Rows, links_of
from textmine.mapequation.walk.steps import followed, out_strength, stationary

if TYPE_CHECKING:
    from textmine.mapequation.network import FlowNetwork, FlowOptions

__all__ = ["recorded", "regularized", "strength_of"]


def recorded(rows: Rows, options: FlowOptions) -> FlowNetwork:
    """Return the flow of a walk on directed links whose jumps count as steps."""
    n_nodes, strength = len(rows.starts) - 1, out_strength(rows)
    if options.to_nodes:
        landing = np.asarray(landing_on_nodes(n_nodes, options))
    else:
        into = np.bincount(np.asarray(rows.targets), np.asarray(rows.weights), n_nodes)
        landing = into / into.sum()
    found, by_target = stationary(rows, strength, landing, options.teleportation)
    flows = followed(rows, strength, found, 1.0 - options.teleportation)
    visits = np.asarray(found)
    network = timed(rows, flows, options, by_target, visits)
    return _jumping(network, visits, visits * np.where(np.asarray(strength) > 0.0, options.teleportation, 1.0), landing)


def regularized(rows: Rows, options: FlowOptions) -> FlowNetwork:
    """Return the flow of a walk on links and the prior network together; a step on the prior network is a jump."""
    from textmine.mapequation.prior import prior_of

    directed, n_nodes = options.model == "directed", len(rows.starts) - 1
    links = links_of(rows)
    prior = prior_of(links, n_nodes, options.regularization, directed=directed, self_links=options.self_links)
    if directed:
        strength = np.asarray(out_strength(rows)) + prior.strength - prior.left_out
        stay = np.asarray(1.0 + prior.left_out / strength)
        found, by_target = stationary(rows, strength, prior.landing, 0.0, stay)
        visits = np.asarray(found)
        network = timed(rows, followed(rows, strength, found), options, by_target, visits)
        leaving = visits * (prior.strength / strength)
    else:  # the walk can be turned around, so that its flow is proportional to strength
        strength = strength_of(rows) + prior.strength - prior.left_out
        total = float(strength.sum())
        visits, leaving = strength / total, prior.strength / total
        network = timed_undirected(rows, options, total, visits)
    return _jumping(network, visits, leaving, prior.landing)


def strength_of(rows: Rows) -> Floats:
    """Return the sum of the weights of undirected links at each node; a self-link counts once."""
    links, n_nodes = links_of(rows), len(rows.starts) - 1
    other = links.sources != links.targets
    strength = np.bincount(links.sources, links.weights, n_nodes)
    return np.asarray(strength + np.bincount(links.targets[other], links.weights[other], n_nodes), np.float64)


def _jumping(network: FlowNetwork, visits: Floats, leaving: Floats, landing: Floats) -> FlowNetwork:
    """Return the network with its jumps recorded: the flow that leaves each node, and the share that lands on it."""
    enter = network.node_enter + (leaving.sum() - leaving) * landing
    exit_ = network.node_exit + leaving * (landing.sum() - landing)
    jumps = np.column_stack((leaving, landing)).reshape(-1)
    return replace(network, node_flow=visits, node_enter=enter, node_exit=exit_, jumps=jumps)
