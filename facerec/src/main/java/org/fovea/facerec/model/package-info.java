/// What is kept of a training: the networks with their views, their experience, the fusion, and the people, in one
/// file.
package org.fovea.facerec.model;
