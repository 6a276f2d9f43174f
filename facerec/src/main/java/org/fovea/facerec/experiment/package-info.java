/// Strategies held against each other: the same splits, the same fusions, the same conditions for all of them.
///
/// An [Experiment][org.fovea.facerec.experiment.Experiment] splits a set of faces several times, lets every strategy
/// train its networks, and scores every fusion under every condition. A network is a
/// [NetworkTask][org.fovea.facerec.experiment.NetworkTask]: strategies share networks, a finished one is never trained
/// again, and a [TaskRunner][org.fovea.facerec.task.TaskRunner] decides where one is trained.
///
/// A [ViewExperiment][org.fovea.facerec.experiment.ViewExperiment] trains nothing: it shows views of aligned faces to
/// an embedding network from elsewhere and keeps the embeddings, each once.
package org.fovea.facerec.experiment;
