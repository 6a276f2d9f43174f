package example;

import java.io.IOException;
import java.nio.file.Path;
import org.fovea.facerec.data.Picture;
import org.fovea.facerec.data.PictureFile;
import org.fovea.facerec.data.ReadingOptions;
import org.fovea.facerec.data.UnreadablePictureException;
import org.fovea.facerec.model.FaceModel;
import org.fovea.facerec.network.FaceNetwork;
import org.fovea.facerec.network.FaceNetworks;
import org.fovea.gradcam.HeatMap;
import org.fovea.gradcam.Subject;
import org.fovea.gradcam.Targets;
import org.fovea.gradcam.method.GradCam;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What in a picture speaks for a person. The network is read once; any number of requests run it at a time.
@RestController
class ExplainController {
    private final FaceNetwork face;

    ExplainController(@Value("${model}") Path model) throws IOException {
        face = FaceModel.read(model).members().getFirst().face();
    }

    /// @param said the map in words
    record Explanation(String said, int height, int width, float[] values) {}

    /// @param person counted from 0
    @PostMapping(path = "/explain", consumes = "image/*")
    Explanation explain(@RequestParam int person, @RequestBody byte[] bytes) throws IOException {
        Picture picture = PictureFile.read(Path.of("picture"), bytes, ReadingOptions.standard());
        Subject subject = Subject.of(face.network(), face.tensor(picture.grey()), Targets.logit(person))
                .layer(FaceNetworks.gazeLayer(face.network()));
        HeatMap map = new GradCam().maps(subject).getFirst();
        return new Explanation(map.toString(), map.height(), map.width(), map.values());
    }

    @ExceptionHandler({IllegalArgumentException.class, UnreadablePictureException.class})
    ProblemDetail refused(Exception e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, e.getMessage());
    }
}
