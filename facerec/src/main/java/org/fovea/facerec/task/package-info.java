/// Work in pieces that depend on their specifications alone, and where it is done.
///
/// A [Task][org.fovea.facerec.task.Task] is a pure function from a specification to a file whose name is the
/// specification's hash: a finished one is never run again, and a run that was killed goes on where it was. A
/// [TaskRunner][org.fovea.facerec.task.TaskRunner] decides where tasks run: a
/// [LocalRunner][org.fovea.facerec.task.LocalRunner] on this machine's processors, another on machines to which a task
/// travels as a [Recipe][org.fovea.facerec.task.Recipe], a text that each of them reads with the
/// [TaskKind][org.fovea.facerec.task.TaskKind] that it names.
package org.fovea.facerec.task;
