/// A program that explains a picture.
module example {
    requires org.fovea.facerec;
}
