package org.fovea.facerec.synthetic;

/// What a mesh is made of, which decides how its samples are coloured and which part they belong to.
enum Material {
    FACE,
    EAR,
    NECK,
    HAIR,
    CLOTHES
}
