/// Where a network looks: class activation maps of many pictures, their mean, and what they say when held together.
package org.fovea.facerec.gaze;
